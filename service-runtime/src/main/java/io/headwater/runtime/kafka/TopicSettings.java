package io.headwater.runtime.kafka;

import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingProblem;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.SettingsException;
import io.headwater.runtime.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of the topics of record: one set of names and defaults, whichever service makes a topic first. */
public final class TopicSettings {

    private static final Duration YEAR = Duration.ofDays(365);

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.of(
                    "kafka.bootstrap-servers", SettingTypes.string(), "Kafka, as host:port, separated by commas.")
            .defaultsTo("127.0.0.1:9092");
    public static final Setting<Integer> PARTITIONS = Setting.of(
                    "kafka.partitions",
                    SettingTypes.integer(1, 1_000),
                    "Partitions of headwater.entries and of each environment's topic; it cannot be changed later.")
            .defaultsTo("4");
    public static final Setting<Integer> REPLICATION_FACTOR = Setting.of(
                    "kafka.replication-factor",
                    SettingTypes.integer(1, 9),
                    "Copies of each partition; 3 in production.")
            .defaultsTo("1");
    public static final Setting<Integer> MIN_INSYNC_REPLICAS = Setting.of(
                    "kafka.min-in-sync-replicas",
                    SettingTypes.integer(1, 9),
                    "Copies that have to hold a record before it counts; 2 in production.")
            .defaultsTo("1");
    public static final Setting<Long> MAX_MESSAGE_BYTES = Setting.of(
                    "kafka.max-message-bytes",
                    SettingTypes.bytes(1 << 20, 256 << 20),
                    "The largest batch of records that the topics take; the broker's limits have to allow it.")
            .defaultsTo("8MiB");
    public static final Setting<Duration> SEGMENT = Setting.of(
                    "kafka.segment",
                    SettingTypes.duration(Duration.ofMillis(100), YEAR),
                    "A segment that is older is closed and may be compacted (segment.ms of new topics).")
            .defaultsTo("1h");
    public static final Setting<Duration> MIN_COMPACTION_LAG = Setting.of(
                    "kafka.compact-not-before",
                    SettingTypes.duration(Duration.ZERO, YEAR),
                    "Longer than the longest rebuild takes (min.compaction.lag.ms of new topics).")
            .defaultsTo("1h");
    public static final Setting<Duration> MAX_COMPACTION_LAG = Setting.of(
                    "kafka.compact-within",
                    SettingTypes.duration(Duration.ofMillis(100), YEAR),
                    "An overwritten value is gone after about this time (max.compaction.lag.ms of new topics).")
            .defaultsTo("7d");
    public static final Setting<Duration> DELETE_RETENTION = Setting.of(
                    "kafka.delete-retention",
                    SettingTypes.duration(Duration.ZERO, YEAR),
                    "For how long a deletion can be read in new topics; longer than any consumer is away.")
            .defaultsTo("7d");

    /** The settings of this class, to be declared by every service that makes or checks topics. */
    public static final List<Setting<?>> SETTINGS = List.of(
            BOOTSTRAP_SERVERS,
            PARTITIONS,
            REPLICATION_FACTOR,
            MIN_INSYNC_REPLICAS,
            MAX_MESSAGE_BYTES,
            SEGMENT,
            MIN_COMPACTION_LAG,
            MAX_COMPACTION_LAG,
            DELETE_RETENTION);

    private TopicSettings() {}

    /**
     * The topic of this name, as the settings want it.
     *
     * @throws SettingsException if they contradict each other
     */
    public static TopicSpec spec(String name, SettingsValues values) {
        if (values.value(MIN_INSYNC_REPLICAS) > values.value(REPLICATION_FACTOR)) {
            throw new SettingsException(List.of(new SettingProblem(
                    MIN_INSYNC_REPLICAS.name(),
                    "is " + values.value(MIN_INSYNC_REPLICAS) + ", and " + REPLICATION_FACTOR.name() + " "
                            + values.value(REPLICATION_FACTOR)
                            + "; allowed: at most that many, or nothing could ever be written")));
        }
        return new TopicSpec(
                        name,
                        values.value(PARTITIONS),
                        values.value(REPLICATION_FACTOR),
                        values.value(MIN_INSYNC_REPLICAS),
                        Math.toIntExact(values.value(MAX_MESSAGE_BYTES)),
                        Map.of())
                .with("segment.ms", values.value(SEGMENT))
                .with("min.compaction.lag.ms", values.value(MIN_COMPACTION_LAG))
                .with("max.compaction.lag.ms", values.value(MAX_COMPACTION_LAG))
                .with("delete.retention.ms", values.value(DELETE_RETENTION));
    }
}
