package io.headwater.embedded.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** One {@code mongod} of a replica set. Not safe for use by several threads. */
final class MongodNode {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 1_000;

    private final ChildProcesses children;
    private final ChildCommand command;
    private final int port;
    private ChildProcess child;
    private boolean paused;

    MongodNode(ChildProcesses children, Path program, String name, Path directory, int port) {
        this.children = children;
        this.port = port;
        this.command = new ChildCommand(name, arguments(program, directory, port), created(directory));
        this.child = children.start(command);
    }

    private static List<String> arguments(Path program, Path directory, int port) {
        return List.of(
                program.toString(),
                "--replSet",
                MongodReplicaSet.NAME,
                "--bind_ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dbpath",
                directory.toString(),
                "--wiredTigerCacheSizeGB",
                "0.25",
                "--oplogSize",
                "128",
                "--nounixsocket",
                "--quiet",
                "--setParameter",
                "diagnosticDataCollectionEnabled=false",
                "--setParameter",
                // By default a node that is asked to end goes on for 15 s.
                "shutdownTimeoutMillisForSignaledShutdown=100");
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + directory + " for MongoDB", failure);
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    ChildProcess process() {
        return child;
    }

    void awaitAnswer() {
        Readiness.await(child, START_LIMIT, () -> hello().isPresent());
    }

    /** What the node says of itself; empty when it does not answer. */
    Optional<Document> hello() {
        return child.isAlive() && !paused ? command(new Document("hello", 1)) : Optional.empty();
    }

    /** The answer of this very node; empty when it does not answer or refuses. */
    Optional<Document> command(Document request) {
        // A client for each question: a pool of connections would meet the node's restarts.
        try (MongoClient client = MongoClients.create(settings())) {
            return Optional.of(client.getDatabase("admin").runCommand(request));
        } catch (MongoException noAnswer) {
            return Optional.empty();
        }
    }

    private MongoClientSettings settings() {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://" + address() + "/?directConnection=true"))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .build();
    }

    void pause() {
        child.pause();
        paused = true;
    }

    void resume() {
        child.resume();
        paused = false;
    }

    void kill() {
        child.kill();
        paused = false;
    }

    void restart() {
        child.close();
        paused = false;
        child = children.start(command);
        awaitAnswer();
    }
}
