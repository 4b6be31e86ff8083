package io.headwater.runtime.redis;

import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One server for all tests of this module, which keep apart by the names of their keys. */
final class SharedRedis {
    private static final RedisServer SERVER = start();

    private SharedRedis() {}

    static RedisServer server() {
        return SERVER;
    }

    private static RedisServer start() {
        try {
            Path path = Files.createTempDirectory("headwater-runtime-redis");
            DataDirectory directory = DataDirectory.open(path);
            RedisServer server = RedisServer.start(
                    directory.children(), new io.headwater.embedded.redis.RedisOptions(directory.folder("redis"), 0));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                directory.close();
                DataDirectory.deleteTree(path);
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
