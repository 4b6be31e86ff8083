package io.headwater.writer.redis;

import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings that concern Redis. They have the names that they have in the other services. */
public final class RedisSettings {
    static final Setting<RedisOptions.Mode> MODE = Setting.of(
                    "redis.mode", SettingTypes.oneOf(RedisOptions.Mode.class), "How Redis runs.")
            .defaultsTo("single");
    static final Setting<Optional<List<String>>> ADDRESSES = Setting.optional(
            "redis.addresses",
            SettingTypes.listOf(SettingTypes.connectionString("redis", "rediss")),
            "The server, the sentinels, or nodes of the cluster. Only ?wait=reader and /v1/propagation need it.");
    static final Setting<String> SENTINEL_MASTER = Setting.of(
                    "redis.sentinel-master", SettingTypes.string(), "Name of the master that the sentinels watch.")
            .defaultsTo("mymaster");
    static final Setting<Optional<String>> USERNAME =
            Setting.optional("redis.username", SettingTypes.string(), "User name for Redis.");
    static final Setting<Optional<String>> PASSWORD = Setting.optional(
                    "redis.password", SettingTypes.string(), "Password for Redis.")
            .secret();
    static final Setting<String> PREFIX = Setting.of(
                    "redis.prefix", SettingTypes.string(), "What the name of every key in Redis starts with.")
            .defaultsTo("hw");
    static final Setting<Duration> TIMEOUT = Setting.of(
                    "redis.timeout",
                    SettingTypes.duration(Duration.ofMillis(50), Duration.ofMinutes(1)),
                    "A command to Redis that takes longer has failed.")
            .defaultsTo("2s");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(MODE, ADDRESSES, SENTINEL_MASTER, USERNAME, PASSWORD, PREFIX, TIMEOUT);

    private RedisSettings() {}

    /** What they say; null where there is no Redis. */
    public static @Nullable RedisOptions options(SettingsValues values) {
        return values.value(ADDRESSES)
                .map(addresses -> new RedisOptions(
                        values.value(MODE),
                        addresses,
                        values.value(SENTINEL_MASTER),
                        values.value(USERNAME),
                        values.value(PASSWORD),
                        values.value(PREFIX),
                        values.value(TIMEOUT)))
                .orElse(null);
    }
}
