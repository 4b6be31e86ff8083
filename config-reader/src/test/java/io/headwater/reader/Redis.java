package io.headwater.reader;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Real Redis servers: one shared by all tests of this JVM, and others for tests that kill theirs. */
public final class Redis {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final ChildProcesses CHILDREN = ChildProcesses.in(directory());
    private static final RedisServer SHARED = start("shared");

    private Redis() {}

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "redis");
            Runtime.getRuntime().addShutdownHook(new Thread(Redis::end));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end() {
        CHILDREN.close();
    }

    /** The server that tests share, each with a prefix of its own. */
    public static RedisServer shared() {
        return SHARED;
    }

    /** A server of one's own. */
    public static RedisServer start(String name) {
        try {
            return RedisServer.start(
                    CHILDREN, name, new RedisOptions(Files.createTempDirectory(Path.of("target"), name), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A prefix that no other test uses. */
    public static String prefix() {
        return "t" + PREFIXES.incrementAndGet();
    }
}
