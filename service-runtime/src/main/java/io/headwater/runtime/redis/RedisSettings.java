package io.headwater.runtime.redis;

import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingType;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of Redis: one set of names and defaults for all services. */
public final class RedisSettings {
    private static final String ADDRESSES_NAME = "redis.addresses";
    private static final String ADDRESSES_MEAN = "The server, the sentinels, or nodes of the cluster.";
    private static final SettingType<List<String>> ADDRESSES_TYPE =
            SettingTypes.listOf(SettingTypes.connectionString("redis", "rediss"));

    public static final Setting<List<String>> ADDRESSES =
            Setting.of(ADDRESSES_NAME, ADDRESSES_TYPE, ADDRESSES_MEAN).defaultsTo("redis://127.0.0.1:6379");
    public static final Setting<RedisOptions.Mode> MODE = Setting.of(
                    "redis.mode", SettingTypes.oneOf(RedisOptions.Mode.class), "How Redis runs.")
            .defaultsTo("single");
    public static final Setting<String> SENTINEL_MASTER = Setting.of(
                    "redis.sentinel-master", SettingTypes.string(), "Name of the master that the sentinels watch.")
            .defaultsTo("mymaster");
    public static final Setting<Optional<String>> USERNAME =
            Setting.optional("redis.username", SettingTypes.string(), "User name for Redis.");
    public static final Setting<Optional<String>> PASSWORD = Setting.optional(
                    "redis.password", SettingTypes.string(), "Password for Redis.")
            .secret();
    public static final Setting<String> PREFIX = Setting.of(
                    "redis.prefix", SettingTypes.string(), "What the name of every key in Redis starts with.")
            .defaultsTo("hw");
    public static final Setting<Duration> TIMEOUT = Setting.of(
                    "redis.timeout",
                    SettingTypes.duration(Duration.ofMillis(50), Duration.ofMinutes(1)),
                    "A command to Redis that takes longer has failed; the propagator tries each up to three times.")
            .defaultsTo("2s");

    /** The settings of a service that cannot do without Redis. */
    public static final List<Setting<?>> SETTINGS =
            List.of(ADDRESSES, MODE, SENTINEL_MASTER, USERNAME, PASSWORD, PREFIX, TIMEOUT);

    private RedisSettings() {}

    /**
     * The addresses, for a service that can do without Redis.
     *
     * @param neededFor a sentence
     */
    public static Setting<Optional<List<String>>> optionalAddresses(String neededFor) {
        return Setting.optional(ADDRESSES_NAME, ADDRESSES_TYPE, ADDRESSES_MEAN + " " + neededFor);
    }

    /** The settings of such a service, {@code addresses} among them. */
    public static List<Setting<?>> with(Setting<Optional<List<String>>> addresses) {
        return SETTINGS.stream()
                .<Setting<?>>map(setting -> setting.equals(ADDRESSES) ? addresses : setting)
                .toList();
    }

    /** What {@link #SETTINGS} say. */
    public static RedisOptions options(SettingsValues values) {
        return options(values.value(ADDRESSES), values);
    }

    /** What the others say, with these addresses. */
    public static RedisOptions options(List<String> addresses, SettingsValues values) {
        return new RedisOptions(
                values.value(MODE),
                addresses,
                values.value(SENTINEL_MASTER),
                values.value(USERNAME),
                values.value(PASSWORD),
                values.value(PREFIX),
                values.value(TIMEOUT));
    }
}
