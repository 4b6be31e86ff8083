package io.headwater.embedded.redis;

import io.headwater.embedded.process.Ports;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a Redis server runs. It is bound to 127.0.0.1, never evicts, and by default keeps nothing on disk: Redis is
 * filled again from Kafka.
 *
 * @param directory its working directory; created where needed
 * @param port its port on 127.0.0.1
 * @param overrides settings of {@code redis.conf} that win over those chosen here, e.g. {@code appendonly → yes}
 */
public record RedisOptions(Path directory, int port, Map<String, String> overrides) {

    /** Copies the map; port 0 becomes any free one. */
    public RedisOptions {
        directory = directory.toAbsolutePath();
        port = Ports.orFree(port);
        overrides = Map.copyOf(overrides);
    }

    /** A server with nothing overridden. */
    public RedisOptions(Path directory, int port) {
        this(directory, port, Map.of());
    }
}
