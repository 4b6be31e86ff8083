package io.headwater.propagator;

import io.headwater.propagator.sink.Amount;
import io.headwater.propagator.sink.SinkOptions;
import io.headwater.propagator.streams.StreamsOptions;
import io.headwater.runtime.http.HttpSettings;
import io.headwater.runtime.kafka.TopicSettings;
import io.headwater.runtime.logging.Logging;
import io.headwater.runtime.redis.RedisSettings;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsValues;
import io.headwater.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of the propagator. Those that other services have as well are named as there. */
public final class PropagatorSettings {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final Setting<Integer> MANAGEMENT_PORT = Setting.of(
                    "management.port", SettingTypes.port(), "Port of health and metrics; 0 for any free one.")
            .defaultsTo("9082");
    static final Setting<String> DATA_DIRECTORY = Setting.of(
                    "data.dir",
                    SettingTypes.string(),
                    "Folder for the state of Kafka Streams. It is built again where it is missing.")
            .defaultsTo("data");
    static final Setting<Integer> THREADS = Setting.of(
                    "streams.threads", SettingTypes.integer(1, 64), "Threads of Kafka Streams.")
            .defaultsTo("1");
    static final Setting<Integer> STANDBYS = Setting.of(
                    "streams.standby-replicas",
                    SettingTypes.integer(0, 8),
                    "Copies of the state that other instances keep, to take over faster.")
            .defaultsTo("0");
    static final Setting<Duration> SESSION = Setting.of(
                    "streams.session-timeout",
                    SettingTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                    "How long an instance that has died keeps its partitions; the broker's limits have to allow it.")
            .defaultsTo("10s");
    static final Setting<Integer> CHANGES_KEPT = Setting.of(
                    "redis.changes-kept",
                    SettingTypes.integer(1, 10_000_000),
                    "Changed keys that each environment remembers for readers that are behind.")
            .defaultsTo("10000");
    static final Setting<Duration> HEARTBEAT = Setting.of(
                    "sink.heartbeat",
                    SettingTypes.duration(Duration.ofMillis(50), MINUTE),
                    "How often what Redis holds is compared with what was written.")
            .defaultsTo("500ms");
    static final Setting<Duration> LEASE = Setting.of(
                    "sink.lease",
                    SettingTypes.duration(Duration.ofMillis(500), Duration.ofMinutes(5)),
                    "How long a sink that has died keeps another one waiting.")
            .defaultsTo("3s");
    static final Setting<Integer> LARGEST_DELTA = Setting.of(
                    "sink.largest-delta",
                    SettingTypes.integer(1, 100_000),
                    "Entries of one environment that are changed by one call to Redis; more go by a new generation.")
            .defaultsTo("5000");
    static final Setting<Long> LARGEST_DELTA_BYTES = Setting.of(
                    "sink.largest-delta-bytes",
                    SettingTypes.bytes(64 << 10, 256 << 20),
                    "Size of what is changed of one environment by one call to Redis, which does nothing else meanwhile;"
                            + " more goes by a new generation.")
            .defaultsTo("16MiB");
    static final Setting<Integer> HELD = Setting.of(
                    "sink.held-records",
                    SettingTypes.integer(100, 10_000_000),
                    "Records that are held in memory while the rest of what belongs to them is waited for.")
            .defaultsTo("50000");
    static final Setting<Long> HELD_BYTES = Setting.of(
                    "sink.held-bytes",
                    SettingTypes.bytes(1 << 20, 64L << 30),
                    "Size of the records that are held so; well below the memory that the JVM may use.")
            .defaultsTo("64MiB");

    /** All of them. */
    public static final Settings SETTINGS = Settings.of(List.of(
                    HttpSettings.MANAGEMENT_HOST,
                    MANAGEMENT_PORT,
                    DATA_DIRECTORY,
                    THREADS,
                    STANDBYS,
                    SESSION,
                    CHANGES_KEPT,
                    HEARTBEAT,
                    LEASE,
                    LARGEST_DELTA,
                    LARGEST_DELTA_BYTES,
                    HELD,
                    HELD_BYTES))
            .and(RedisSettings.SETTINGS)
            .and(TopicSettings.SETTINGS)
            .and(Logging.SETTINGS);

    private PropagatorSettings() {}

    static PropagatorConfig config(SettingsValues values, Guards guards) {
        SinkOptions sink = new SinkOptions(
                values.value(HEARTBEAT),
                values.value(LEASE),
                new Amount(values.value(LARGEST_DELTA), values.value(LARGEST_DELTA_BYTES)),
                new Amount(values.value(HELD), values.value(HELD_BYTES)),
                guards.refillTarget());
        StreamsOptions streams = new StreamsOptions(
                Map.of("bootstrap.servers", values.value(TopicSettings.BOOTSTRAP_SERVERS)),
                TopicSettings.spec(Topics.ENTRIES, values),
                Path.of(values.value(DATA_DIRECTORY)).resolve("streams"),
                values.value(THREADS),
                values.value(STANDBYS),
                values.value(SESSION),
                guards.exactlyOnce(),
                guards.readCommitted());
        return new PropagatorConfig(
                values.value(HttpSettings.MANAGEMENT_HOST),
                values.value(MANAGEMENT_PORT),
                RedisSettings.options(values),
                values.value(CHANGES_KEPT),
                sink,
                streams);
    }
}
