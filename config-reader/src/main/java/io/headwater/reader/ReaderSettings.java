package io.headwater.reader;

import io.headwater.reader.redis.PageLimits;
import io.headwater.reader.view.StaleRules;
import io.headwater.runtime.http.HttpSettings;
import io.headwater.runtime.logging.Logging;
import io.headwater.runtime.redis.RedisSettings;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the read service. */
public final class ReaderSettings {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static final Setting<Integer> PORT = Setting.of(
                    "http.port", SettingTypes.port(), "Port of the read API; 0 for any free one.")
            .defaultsTo("8081");
    static final Setting<Optional<Integer>> THREADS = Setting.optional(
            "http.threads",
            SettingTypes.integer(1, 256),
            "Event loops of the read API; by default one for every two processors.");
    static final Setting<Integer> CONNECTIONS = Setting.of(
                    "http.connections",
                    SettingTypes.integer(1, 1_000_000),
                    "Connections to the read API that may be open, streams included, as far as the machine allows so many"
                            + " open files; more are answered with 503.")
            .defaultsTo("20000");
    static final Setting<Integer> NEW_CONNECTIONS = Setting.of(
                    "http.new-connections",
                    SettingTypes.integer(100, 1_000_000),
                    "Connections to the read API that are taken in a second; more wait, so that many at once do not slow"
                            + " down those that are there.")
            .defaultsTo("4000");
    static final Setting<Duration> IDLE = Setting.of(
                    "http.idle",
                    SettingTypes.duration(Duration.ofMillis(100), HOUR),
                    "A connection to the read API on which nothing happens for this time is closed; a request has to arrive"
                            + " within it.")
            .defaultsTo("30s");
    static final Setting<Integer> MAX_CHANGES = Setting.of(
                    "view.max-changes",
                    SettingTypes.integer(1, 1_000_000),
                    "More changed keys than this in one step, and layers are loaded anew.")
            .defaultsTo("10000");
    static final Setting<Long> MAX_BYTES = Setting.of(
                    "view.max-bytes",
                    SettingTypes.bytes(1_024, 1L << 30),
                    "About how much one call reads from Redis, so that it does not hold up others.")
            .defaultsTo("8MiB");
    static final Setting<Duration> VIEW_INTERVAL = Setting.of(
                    "view.interval",
                    SettingTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
                    "How often Redis is looked at without having been rung; its bell gets lost now and then.")
            .defaultsTo("500ms");
    static final Setting<Duration> VIEW_LOAD_TIMEOUT = Setting.of(
                    "view.load-timeout",
                    SettingTypes.duration(Duration.ofMillis(50), Duration.ofMinutes(1)),
                    "How long a request waits for entries that are not held; then it is refused.")
            .defaultsTo("2s");
    static final Setting<Long> CACHE_MEMORY = Setting.of(
                    "cache.memory",
                    SettingTypes.memory(1 << 20),
                    "About how much memory is used to hold layers and encoded answers; what is used least goes first.")
            .defaultsTo("50%");
    static final Setting<Duration> STALE_MARK_AFTER = Setting.of(
                    "stale.mark-after",
                    SettingTypes.duration(Duration.ofMillis(100), HOUR),
                    "Without contact to Redis for longer, answers have the header Headwater-Stale, and what is not held is"
                            + " refused at once; longer than view.interval.")
            .defaultsTo("2s");
    static final Setting<Duration> STALE_NOT_READY_AFTER = Setting.of(
                    "stale.not-ready-after",
                    SettingTypes.duration(Duration.ofMillis(100), Duration.ofDays(365)),
                    "Without contact to Redis for longer, the replica is not ready.")
            .defaultsTo("5m");
    static final Setting<Duration> BEHIND_NOT_READY_AFTER = Setting.of(
                    "stale.behind-not-ready-after",
                    SettingTypes.duration(Duration.ofMillis(100), Duration.ofDays(365)),
                    "With commits known that have been missing here for longer, the replica is not ready.")
            .defaultsTo("30s");
    static final Setting<Duration> REPORT_INTERVAL = Setting.of(
                    "report.interval",
                    SettingTypes.duration(Duration.ofMillis(50), Duration.ofSeconds(4)),
                    "How often the replica says what it serves when nothing changes.")
            .defaultsTo("2s");
    static final Setting<Optional<String>> REPLICA =
            Setting.optional("report.replica", SettingTypes.string(), "Name of this replica; a random one by default.");
    static final Setting<Duration> LONGEST_WAIT = Setting.of(
                    "read.longest-wait", SettingTypes.duration(SECOND, HOUR), "No request may wait longer than this.")
            .defaultsTo("60s");
    static final Setting<Duration> HEARTBEAT = Setting.of(
                    "stream.heartbeat",
                    SettingTypes.duration(Duration.ofMillis(10), HOUR),
                    "A comment is sent to a stream when nothing else was for this time.")
            .defaultsTo("15s");
    static final Setting<Duration> STALL = Setting.of(
                    "stream.stall",
                    SettingTypes.duration(Duration.ofMillis(100), HOUR),
                    "A subscriber that takes nothing for this time is closed.")
            .defaultsTo("10s");
    static final Setting<Duration> FUTURE_AFTER = Setting.of(
                    "stream.future-after",
                    SettingTypes.duration(Duration.ofMillis(100), HOUR),
                    "A Last-Event-ID that does not come to exist within this time is of another history.")
            .defaultsTo("30s");
    static final Setting<Duration> RECONNECT = Setting.of(
                    "stream.reconnect",
                    SettingTypes.duration(Duration.ofMillis(1), HOUR),
                    "Subscribers that are sent away come back after about this time.")
            .defaultsTo("1s");

    /** All of them. */
    public static final Settings SETTINGS = Settings.of(List.of(
                    HttpSettings.HOST,
                    PORT,
                    HttpSettings.MANAGEMENT_HOST,
                    HttpSettings.MANAGEMENT_PORT,
                    THREADS,
                    CONNECTIONS,
                    NEW_CONNECTIONS,
                    IDLE,
                    MAX_CHANGES,
                    MAX_BYTES,
                    VIEW_INTERVAL,
                    VIEW_LOAD_TIMEOUT,
                    CACHE_MEMORY,
                    STALE_MARK_AFTER,
                    STALE_NOT_READY_AFTER,
                    BEHIND_NOT_READY_AFTER,
                    REPORT_INTERVAL,
                    REPLICA,
                    LONGEST_WAIT,
                    HEARTBEAT,
                    STALL,
                    FUTURE_AFTER,
                    RECONNECT))
            .and(RedisSettings.SETTINGS)
            .and(Logging.SETTINGS);

    private ReaderSettings() {}

    /** The configuration that the settings say. */
    public static ReaderConfig config(SettingsValues values) {
        ReaderConfig config = ReaderConfig.defaults(RedisSettings.options(values))
                .listeningOn(
                        values.value(HttpSettings.HOST),
                        values.value(PORT),
                        values.value(HttpSettings.MANAGEMENT_HOST),
                        HttpSettings.managementPort(values, values.value(PORT)))
                .withViews(values.value(VIEW_INTERVAL), values.value(VIEW_LOAD_TIMEOUT))
                .withPages(new PageLimits(values.value(MAX_CHANGES), values.value(MAX_BYTES)))
                .withHeld(new HeldRules(
                        values.value(CACHE_MEMORY),
                        new StaleRules(
                                values.value(STALE_MARK_AFTER),
                                values.value(STALE_NOT_READY_AFTER),
                                values.value(BEHIND_NOT_READY_AFTER))))
                .withReports(values.value(REPORT_INTERVAL))
                .withWaits(values.value(LONGEST_WAIT))
                .withHttp(new ReaderHttp(
                        values.value(THREADS).orElse(ReaderHttp.defaultThreads()),
                        values.value(CONNECTIONS),
                        values.value(NEW_CONNECTIONS),
                        values.value(IDLE)))
                .withStreams(
                        values.value(HEARTBEAT),
                        values.value(FUTURE_AFTER),
                        values.value(RECONNECT),
                        values.value(STALL));
        return values.value(REPLICA).map(config::named).orElse(config);
    }
}
