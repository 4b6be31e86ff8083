package io.headwater.writer;

import io.headwater.core.Limits;
import io.headwater.runtime.kafka.TopicSpec;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.kafka.RelaySettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests: real parts, names of their own, short times. */
public final class TestConfig {
    public static final int PARTITIONS = 2;

    private TestConfig() {}

    public static WriterConfig of(String name) {
        return of(name, SharedParts.mongoUri(), SharedParts.bootstrapServers());
    }

    public static WriterConfig of(String name, String mongoUri, String kafka) {
        return new WriterConfig(
                new WriterConfig.Ports("127.0.0.1", 0, "127.0.0.1", 0),
                new WriterConfig.Mongo(mongoUri, name, Duration.ofSeconds(2)),
                relay(name, kafka),
                Duration.ofSeconds(1),
                Limits.DEFAULT,
                new WriterConfig.Commits(
                        Duration.ofSeconds(10),
                        500,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(50),
                        Duration.ofMillis(20)),
                new WriterConfig.Memory(1_000, 1_000, 16 << 20),
                Optional.empty());
    }

    public static RelaySettings relay(String name, String kafka) {
        return new RelaySettings(
                kafka,
                new TopicSpec(name + ".entries", PARTITIONS, 1, 1, 8 << 20, Map.of()),
                name + "-relay",
                Duration.ofSeconds(10),
                8 << 20,
                "none",
                500,
                4 << 20,
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }

    public static WriterConfig withLimits(WriterConfig config, Limits limits) {
        return new WriterConfig(
                config.ports(),
                config.mongo(),
                config.relay(),
                config.lease(),
                limits,
                config.commits(),
                config.memory(),
                config.redis());
    }

    public static WriterConfig withMemory(WriterConfig config, WriterConfig.Memory memory) {
        return new WriterConfig(
                config.ports(),
                config.mongo(),
                config.relay(),
                config.lease(),
                config.limits(),
                config.commits(),
                memory,
                config.redis());
    }

    public static WriterConfig withRedis(WriterConfig config, String uri, String prefix) {
        return new WriterConfig(
                config.ports(),
                config.mongo(),
                config.relay(),
                config.lease(),
                config.limits(),
                config.commits(),
                config.memory(),
                Optional.of(RedisOptions.single(uri, prefix)));
    }
}
