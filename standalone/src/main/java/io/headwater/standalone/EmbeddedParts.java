package io.headwater.standalone;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.EmbeddedKafka;
import io.headwater.embedded.mongo.InProcessMongo;
import io.headwater.embedded.mongo.MongodBinary;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.embedded.mongo.ReplicaSetOptions;
import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, MongoDB and Redis, started beside each other. */
public final class EmbeddedParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedParts.class);
    private static final Duration ELECTION = Duration.ofSeconds(2);

    private final EmbeddedKafka kafka;
    private final MongoPart mongo;
    private final RedisServer redis;

    private EmbeddedParts(EmbeddedKafka kafka, MongoPart mongo, RedisServer redis) {
        this.kafka = kafka;
        this.mongo = mongo;
        this.redis = redis;
    }

    /** Starts all three and returns when they answer. */
    public static EmbeddedParts start(DataDirectory directory, PortPlan ports, Consumer<String> progress)
            throws InterruptedException {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EmbeddedKafka> kafka = starters.submit(
                    () -> EmbeddedKafka.start(new BrokerSettings(directory.folder("kafka"), ports.kafka())));
            Future<MongoPart> mongo = starters.submit(() -> mongo(directory, ports.mongo(), progress));
            Future<RedisServer> redis = starters.submit(() -> RedisServer.start(
                    directory.children(), new RedisOptions(directory.folder("redis"), ports.redis())));
            try {
                return new EmbeddedParts(started("Kafka", kafka), started("MongoDB", mongo), started("Redis", redis));
            } catch (InterruptedException | RuntimeException e) {
                end(kafka, EmbeddedKafka::close);
                end(mongo, part -> part.end().run());
                end(redis, RedisServer::close);
                throw e;
            }
        }
    }

    /** Ends a part for which the others were started in vain, once it has started. */
    private static <T> void end(Future<T> part, Consumer<T> end) throws InterruptedException {
        try {
            end.accept(part.get());
        } catch (ExecutionException e) {
            LOG.debug("a part did not start", e);
        }
    }

    private static MongoPart mongo(DataDirectory directory, int port, Consumer<String> progress) {
        Path file = directory.path().resolve("mongo").resolve("headwater.mv");
        Path nodes = directory.path().resolve("mongod");
        Optional<Path> program = MongodBinary.find();
        // A history that began in one kind of store goes on in it: the other kind would look like an empty history.
        if (Files.exists(nodes) && program.isEmpty()) {
            throw new IllegalStateException(
                    "the history in " + nodes + " needs a mongod: put one on the PATH, or name it by HEADWATER_MONGOD");
        }
        if (program.isPresent() && !Files.exists(file)) {
            progress.accept("MongoDB is " + program.get());
            MongodReplicaSet one = MongodReplicaSet.start(
                    directory.children(), program.get(), new ReplicaSetOptions(nodes, List.of(port), ELECTION));
            return new MongoPart(one.uri(), one::close);
        }
        InProcessMongo inProcess = InProcessMongo.start(file, port);
        return new MongoPart(inProcess.uri(), inProcess::close);
    }

    private static <T> T started(String name, Future<T> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(name + " does not start: " + cause.getMessage(), cause);
        }
    }

    String kafka() {
        return kafka.bootstrapServers();
    }

    String mongo() {
        return mongo.uri();
    }

    String redis() {
        return redis.uri();
    }

    @Override
    public void close() {
        redis.close();
        kafka.close();
        mongo.end().run();
    }

    private record MongoPart(String uri, Runnable end) {}
}
