package io.headwater.embedded.redis;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One sentinel as a child process: together with others it watches a master and its replicas, and makes a replica the
 * master when that is gone.
 */
public final class RedisSentinel implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final int port = Ports.free();
    private final ChildProcess child;

    /**
     * What is watched.
     *
     * @param name of the master
     * @param masterPort of the server that is the master at first, on 127.0.0.1
     * @param quorum so many sentinels have to agree that it is gone
     * @param goneAfter how long it has to be silent for that
     */
    public record Watched(String name, int masterPort, int quorum, Duration goneAfter) {}

    private RedisSentinel(ChildProcesses children, String name, Path directory, Watched watched) {
        try {
            // Sentinels write what they learn into their file.
            Path file = Files.createDirectories(directory).resolve(name + ".conf");
            Files.writeString(file, settings(directory, watched));
            List<String> command = List.of(RedisBinary.find().toString(), file.toString(), "--sentinel");
            this.child = children.start(new ChildCommand(name, command, directory));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + directory + " for a sentinel", failure);
        }
        Readiness.await(child, START_LIMIT, () -> RedisCall.of(port, "PING").equals("+PONG"));
    }

    /**
     * Starts one. Returns when it answers.
     *
     * @param name names its log, pid file and settings
     */
    public static RedisSentinel start(ChildProcesses children, String name, Path directory, Watched watched) {
        return new RedisSentinel(children, name, directory.toAbsolutePath(), watched);
    }

    private String settings(Path directory, Watched watched) {
        long millis = watched.goneAfter().toMillis();
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "dir " + directory,
                "sentinel monitor " + watched.name() + " 127.0.0.1 " + watched.masterPort() + " " + watched.quorum(),
                "sentinel down-after-milliseconds " + watched.name() + " " + millis,
                "sentinel failover-timeout " + watched.name() + " " + millis * 6,
                "");
    }

    /** Its address, {@code redis://127.0.0.1:<port>}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one command and reads the text of the answer, as {@link RedisServer#ask}. */
    public String ask(String... words) {
        try {
            return RedisCall.text(port, words);
        } catch (IOException failure) {
            throw new UncheckedIOException("the sentinel at " + uri() + " does not answer", failure);
        }
    }

    /** Ends it in order. */
    @Override
    public void close() {
        child.close();
    }
}
