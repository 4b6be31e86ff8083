package io.headwater.writer;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.HttpServer;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.runtime.management.ManagementServer;
import io.headwater.runtime.metrics.JvmMetrics;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.writer.commit.AnsweredRequests;
import io.headwater.writer.commit.CommitSizes;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.CommitterMetrics;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.RecentCommits;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.http.ReaderReports;
import io.headwater.writer.http.WriteApi;
import io.headwater.writer.kafka.Relay;
import io.headwater.writer.kafka.RelayMetrics;
import io.headwater.writer.kafka.RelayedRevision;
import io.headwater.writer.log.Checkpoints;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.Lease;
import io.headwater.writer.log.LeaseKeeper;
import io.headwater.writer.mongo.MongoAccess;
import io.headwater.writer.mongo.MongoCheckpoints;
import io.headwater.writer.mongo.MongoCollections;
import io.headwater.writer.mongo.MongoCommitLog;
import io.headwater.writer.mongo.MongoLeases;
import io.headwater.writer.redis.RedisReaderReports;
import io.headwater.writer.state.StateHistory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The write service: builds everything from one configuration, and runs it. It may run as a program of its own or inside
 * of another one.
 */
public final class Writer {
    /** Until a restore from a backup. */
    private static final long EPOCH = 1;

    private static final String RELAY_LEASE = "relay";

    private final Lifecycle lifecycle;
    private final Health health;
    private final Metrics metrics;
    private final HttpServer http;
    private final ManagementServer management;

    /** Builds it; nothing is started. */
    public Writer(WriterConfig config) {
        this(config, InstantSource.system(), FaultPoints.NONE, WriterGuards.ALL);
    }

    /**
     * Builds it for tests.
     *
     * @param faults where it can be held
     */
    public Writer(WriterConfig config, InstantSource clock, FaultPoints faults) {
        this(config, clock, faults, WriterGuards.ALL);
    }

    /**
     * Builds it for tests.
     *
     * @param guards those that are not taken away
     */
    public Writer(WriterConfig config, InstantSource clock, FaultPoints faults, WriterGuards guards) {
        this.health = new Health();
        this.metrics = new Metrics();
        JvmMetrics.addTo(metrics);

        MongoAccess mongo = new MongoAccess(
                config.mongo().uri(), config.mongo().database(), config.mongo().timeout(), guards.majorityReads());
        CommitLog log = new MongoCommitLog(mongo, clock);
        Checkpoints checkpoints =
                new MongoCheckpoints(mongo, clock, () -> UUID.randomUUID().toString(), faults);
        Ledger ledger = new Ledger(
                log,
                EPOCH,
                new StateHistory(config.memory().states(), config.memory().bytes()),
                new RecentCommits(config.memory().bytes()),
                new AnsweredRequests());
        CommitSizes sizes = new CommitSizes(config.limits(), config.relay().recordBytes());
        Committer committer = new Committer(
                log,
                ledger,
                sizes,
                clock,
                () -> UUID.randomUUID().toString(),
                new CommitterMetrics(metrics),
                faults,
                config.commits().group());
        Lease lease = new Lease(
                new MongoLeases(mongo),
                RELAY_LEASE,
                UUID.randomUUID().toString(),
                config.lease(),
                clock,
                System::nanoTime);
        LeaseKeeper keeper = new LeaseKeeper(lease, config.lease(), ledger::wake);
        Relay relay = new Relay(
                config.relay(),
                ledger,
                log,
                keeper,
                new RelayMetrics(metrics, clock),
                health.optional("kafka"),
                faults);
        History history = new History(
                () -> new MongoCollections(mongo).prepare(),
                checkpoints,
                ledger,
                committer,
                keeper,
                relay,
                new Follower(
                        ledger,
                        () -> keeper.held()
                                ? config.commits().relayPoll()
                                : config.commits().poll(),
                        committer::inserting),
                new Checkpointer(
                        ledger, checkpoints, keeper::held, config.memory().checkpointEvery()),
                health);
        HttpLimits httpLimits = HttpLimits.DEFAULT.withBodyBytes(config.limits().commitBytes() * 2L);
        RelayedRevision relayed = new RelayedRevision(config.relay(), relay::relayed);
        Optional<RedisReaderReports> readers = config.redis().map(options -> new RedisReaderReports(options, clock));
        WriteApi api = new WriteApi(
                history::ready,
                ledger,
                committer,
                log,
                readers.<ReaderReports>map(reports -> reports).orElse(ReaderReports.NONE),
                relayed::current,
                clock,
                httpLimits,
                config.limits(),
                config.commits().within(),
                config.commits().readWithin());
        this.management = new ManagementServer(
                config.ports().managementHost(), config.ports().managementPort(), health, metrics);
        this.http = new HttpServer(
                "write-api", config.ports().host(), config.ports().port(), httpLimits, metrics, api::register);
        this.lifecycle = new Lifecycle(health);
        lifecycle.add(management);
        lifecycle.add(Component.of("mongodb", () -> {}, mongo::close));
        readers.ifPresent(reports -> health.computed(
                "redis",
                false,
                () -> reports.failure()
                        .map(reason -> new PartHealth(PartState.DOWN, "does not answer: " + reason))
                        .orElseGet(() -> new PartHealth(PartState.UP))));
        readers.ifPresent(reports -> lifecycle.add(Component.of("redis", () -> {}, reports::close)));
        lifecycle.add(history);
        lifecycle.add(http);
    }

    /** Starts; returns before it is ready. */
    public void start() throws Exception {
        lifecycle.start();
    }

    /** Whether requests should be sent here. */
    public boolean ready() {
        return health.report().ready();
    }

    /** Stops within ten seconds. */
    public void stop() {
        lifecycle.stop();
    }

    /** What {@link #start} and {@link #stop} run. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What it says about itself. */
    public Health health() {
        return health;
    }

    /** Its metrics. */
    public Metrics metrics() {
        return metrics;
    }

    /** The port of the API. Only after the start. */
    public int port() {
        return http.port();
    }

    /** The port of health and metrics. Only after the start. */
    public int managementPort() {
        return management.port();
    }
}
