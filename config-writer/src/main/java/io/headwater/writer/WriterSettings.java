package io.headwater.writer;

import io.headwater.core.Limits;
import io.headwater.runtime.http.HttpSettings;
import io.headwater.runtime.kafka.TopicSettings;
import io.headwater.runtime.logging.Logging;
import io.headwater.runtime.redis.RedisSettings;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingProblem;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsException;
import io.headwater.runtime.settings.SettingsValues;
import io.headwater.schemas.Topics;
import io.headwater.writer.kafka.RelaySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the write service. */
public final class WriterSettings {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final Setting<Integer> PORT = Setting.of(
                    "http.port", SettingTypes.port(), "Port of the write API; 0 for any free one.")
            .defaultsTo("8080");
    static final Setting<String> MONGO_URI = Setting.of(
                    "mongo.uri",
                    SettingTypes.connectionString("mongodb", "mongodb+srv"),
                    "MongoDB, a replica set; read and write concerns in it are overridden.")
            .defaultsTo("mongodb://127.0.0.1:27017/");
    static final Setting<String> MONGO_DATABASE = Setting.of(
                    "mongo.database", SettingTypes.string(), "Database that holds the history.")
            .defaultsTo("headwater");
    static final Setting<Duration> MONGO_TIMEOUT = Setting.of(
                    "mongo.timeout",
                    SettingTypes.duration(Duration.ofMillis(100), MINUTE),
                    "How long to look for a primary and to connect; an answer may take three times as long.")
            .defaultsTo("3s");
    static final Setting<String> COMPRESSION = Setting.of(
                    "kafka.compression",
                    SettingTypes.string()
                            .only(
                                    "one of none, lz4, zstd, snappy, gzip",
                                    List.of("none", "lz4", "zstd", "snappy", "gzip")::contains),
                    "How records are compressed.")
            .defaultsTo("none");
    static final Setting<Duration> LEASE = Setting.of(
                    "relay.lease",
                    SettingTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "A relay that does not show up for this long is replaced by another replica's.")
            .defaultsTo("10s");
    static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.of(
                    "relay.transaction-timeout",
                    SettingTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(15)),
                    "A transaction that is open for longer is aborted by the broker.")
            .defaultsTo("15s");
    static final Setting<Integer> BATCH = Setting.of(
                    "relay.batch-commits", SettingTypes.integer(1, 10_000), "Commits in one transaction at most.")
            .defaultsTo("500");
    static final Setting<Long> BATCH_BYTES = Setting.of(
                    "relay.batch-bytes",
                    SettingTypes.bytes(1 << 10, 256 << 20),
                    "Bytes of commits in one transaction, unless one commit alone has more.")
            .defaultsTo("4MiB");
    static final Setting<Duration> GATHER = Setting.of(
                    "relay.gather",
                    SettingTypes.duration(Duration.ZERO, Duration.ofSeconds(5)),
                    "Above some hundred commits a second, the longest time from one transaction to the next; 0ms for as"
                            + " many as can be.")
            .defaultsTo("50ms");
    static final Setting<Duration> CHECK_EVERY = Setting.of(
                    "relay.check-interval",
                    SettingTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
                    "How often the relay looks whether its topic is still the same.")
            .defaultsTo("1s");
    static final Setting<Long> VALUE_BYTES = Setting.of(
                    "limit.value", SettingTypes.bytes(1, 4 << 20), "The largest value, as JSON in UTF-8.")
            .defaultsTo("512KiB");
    static final Setting<Long> COMMIT_BYTES = Setting.of(
                    "limit.commit", SettingTypes.bytes(1, 8 << 20), "The largest commit, as JSON in UTF-8.")
            .defaultsTo("4MiB");
    static final Setting<Integer> CHANGES = Setting.of(
                    "limit.changes", SettingTypes.integer(1, 20_000), "Changes in one commit at most.")
            .defaultsTo("5000");
    static final Setting<Integer> MESSAGE = Setting.of(
                    "limit.message", SettingTypes.integer(0, 100_000), "Characters of a commit's message at most.")
            .defaultsTo("2000");
    static final Setting<Duration> COMMIT_WITHIN = Setting.of(
                    "commit.timeout",
                    SettingTypes.duration(Duration.ofMillis(50), Duration.ofMinutes(5)),
                    "A request to commit that is not decided by then is answered 503.")
            .defaultsTo("10s");
    static final Setting<Integer> GROUP = Setting.of(
                    "commit.group", SettingTypes.integer(1, 5_000), "Commits that go to MongoDB together at most.")
            .defaultsTo("500");
    static final Setting<Duration> READ_WITHIN = Setting.of(
                    "read.timeout",
                    SettingTypes.duration(MILLISECOND, MINUTE),
                    "While MongoDB takes longer to tell what is newest, what is held is answered.")
            .defaultsTo("500ms");
    static final Setting<Duration> POLL = Setting.of(
                    "follow.interval",
                    SettingTypes.duration(MILLISECOND, MINUTE),
                    "How often other replicas' commits are looked for.")
            .defaultsTo("100ms");
    static final Setting<Duration> RELAY_POLL = Setting.of(
                    "follow.relay-interval",
                    SettingTypes.duration(MILLISECOND, MINUTE),
                    "The same for the replica that has the relay.")
            .defaultsTo("20ms");
    static final Setting<Integer> CHECKPOINT = Setting.of(
                    "checkpoint.commits",
                    SettingTypes.integer(1, 100_000_000),
                    "A checkpoint is written after this many commits; a start folds what came since.")
            .defaultsTo("10000");
    static final Setting<Integer> STATES = Setting.of(
                    "history.states",
                    SettingTypes.integer(1, 1_000_000),
                    "Older states that are kept in memory, for the pages of lists.")
            .defaultsTo("5000");
    static final Setting<Long> STATE_BYTES = Setting.of(
                    "history.bytes",
                    SettingTypes.bytes(1 << 10, 1L << 40),
                    "About how much memory older states and commits may take.")
            .defaultsTo("32MiB");

    static final Setting<Optional<List<String>>> REDIS_ADDRESSES =
            RedisSettings.optionalAddresses("Only ?wait=reader and /v1/propagation need it.");

    /** All of them. */
    public static final Settings SETTINGS = Settings.of(List.of(
                    HttpSettings.HOST,
                    PORT,
                    HttpSettings.MANAGEMENT_HOST,
                    HttpSettings.MANAGEMENT_PORT,
                    MONGO_URI,
                    MONGO_DATABASE,
                    MONGO_TIMEOUT,
                    COMPRESSION,
                    LEASE,
                    TRANSACTION_TIMEOUT,
                    BATCH,
                    BATCH_BYTES,
                    GATHER,
                    CHECK_EVERY,
                    VALUE_BYTES,
                    COMMIT_BYTES,
                    CHANGES,
                    MESSAGE,
                    COMMIT_WITHIN,
                    GROUP,
                    READ_WITHIN,
                    POLL,
                    RELAY_POLL,
                    CHECKPOINT,
                    STATES,
                    STATE_BYTES))
            .and(TopicSettings.SETTINGS)
            .and(RedisSettings.with(REDIS_ADDRESSES))
            .and(Logging.SETTINGS);

    private static final long RECORD_HEADROOM = 64 << 10;

    private WriterSettings() {}

    /**
     * The configuration that the settings say.
     *
     * @throws SettingsException if they do not go together
     */
    public static WriterConfig config(SettingsValues values) {
        if (values.value(VALUE_BYTES) + RECORD_HEADROOM > values.value(TopicSettings.MAX_MESSAGE_BYTES)) {
            throw new SettingsException(List.of(new SettingProblem(
                    VALUE_BYTES.name(),
                    "is " + values.value(VALUE_BYTES) + " bytes, and " + TopicSettings.MAX_MESSAGE_BYTES.name() + " "
                            + values.value(TopicSettings.MAX_MESSAGE_BYTES)
                            + "; allowed: at least 64 KiB less than that, or a value could be accepted and never"
                            + " relayed")));
        }
        return new WriterConfig(
                new WriterConfig.Ports(
                        values.value(HttpSettings.HOST),
                        values.value(PORT),
                        values.value(HttpSettings.MANAGEMENT_HOST),
                        HttpSettings.managementPort(values, values.value(PORT))),
                new WriterConfig.Mongo(
                        values.value(MONGO_URI), values.value(MONGO_DATABASE), values.value(MONGO_TIMEOUT)),
                relay(values),
                values.value(LEASE),
                new Limits(
                        Math.toIntExact(values.value(VALUE_BYTES)),
                        Math.toIntExact(values.value(COMMIT_BYTES)),
                        values.value(CHANGES),
                        values.value(MESSAGE)),
                new WriterConfig.Commits(
                        values.value(COMMIT_WITHIN),
                        values.value(GROUP),
                        values.value(READ_WITHIN),
                        values.value(POLL),
                        values.value(RELAY_POLL)),
                new WriterConfig.Memory(values.value(CHECKPOINT), values.value(STATES), values.value(STATE_BYTES)),
                values.value(REDIS_ADDRESSES).map(addresses -> RedisSettings.options(addresses, values)));
    }

    private static RelaySettings relay(SettingsValues values) {
        return new RelaySettings(
                values.value(TopicSettings.BOOTSTRAP_SERVERS),
                TopicSettings.spec(Topics.ENTRIES, values),
                "headwater-relay",
                values.value(TRANSACTION_TIMEOUT),
                Math.toIntExact(values.value(TopicSettings.MAX_MESSAGE_BYTES)),
                values.value(COMPRESSION),
                values.value(BATCH),
                values.value(BATCH_BYTES),
                values.value(GATHER),
                values.value(CHECK_EVERY));
    }
}
