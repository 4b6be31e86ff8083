package io.headwater.propagator;

import io.headwater.propagator.kafka.KafkaEntriesLog;
import io.headwater.propagator.redis.RedisStore;
import io.headwater.propagator.sink.RecordReader;
import io.headwater.propagator.sink.RedisSink;
import io.headwater.propagator.sink.SinkStatus;
import io.headwater.propagator.streams.EnvironmentStreams;
import io.headwater.propagator.streams.StreamsStatus;
import io.headwater.propagator.streams.TopicCheck;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.runtime.management.ManagementServer;
import io.headwater.runtime.metrics.JvmMetrics;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.settings.SettingsValues;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The propagator: the graph of its objects, built in one place from one configuration. The constructor starts nothing;
 * {@link #lifecycle} runs it, in a process of its own or with others in one.
 */
public final class PropagatorService {
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final Lifecycle lifecycle = new Lifecycle(health);
    private final ManagementServer management;

    /**
     * Builds it.
     *
     * @param guards all of them in production
     * @param faults none in production
     */
    public PropagatorService(PropagatorConfig config, Guards guards, Faults faults) {
        InstantSource clock = InstantSource.system();
        SinkStatus sinkStatus = new SinkStatus();
        StreamsStatus streamsStatus = new StreamsStatus();
        String topic = config.streams().entries().name();
        RedisStore store =
                new RedisStore(config.redis(), config.changesKept(), guards.exactPredecessor(), guards.refillTarget());
        KafkaEntriesLog log = new KafkaEntriesLog(topic, config.streams().connection(), guards.readCommitted());
        RedisSink sink = new RedisSink(
                store,
                log,
                new RecordReader(topic, sinkStatus::malformed),
                sinkStatus,
                config.sink(),
                clock,
                () -> UUID.randomUUID().toString(),
                faults);
        EnvironmentStreams streams =
                new EnvironmentStreams(config.streams(), streamsStatus, clock, faults, lifecycle::fail);
        TopicCheck topics = new TopicCheck(config.streams(), health.required("kafka-topics"));
        management = new ManagementServer(config.managementHost(), config.managementPort(), health, metrics);
        PropagatorLag lag = new PropagatorLag(sinkStatus, streamsStatus, clock);
        new PropagatorHealth(sinkStatus, streams, lag).register(health);
        PropagatorMetrics.register(metrics, sinkStatus, streamsStatus, lag);
        JvmMetrics.addTo(metrics);

        lifecycle.add(management);
        lifecycle.add(topics);
        lifecycle.add(Component.of("redis", () -> {}, store::close));
        lifecycle.add(Component.of("entries-log", () -> {}, log::close));
        lifecycle.add(Component.of("redis-sink", sink::start, sink::stop));
        lifecycle.add(Component.of("kafka-streams", streams::start, streams::stop));
    }

    /** Builds it from settings, and returns what runs it. */
    public static Lifecycle create(SettingsValues values) {
        return create(values, Guards.ALL, Faults.NONE);
    }

    /** Builds it for tests. */
    public static Lifecycle create(SettingsValues values, Guards guards, Faults faults) {
        return new PropagatorService(PropagatorSettings.config(values, guards), guards, faults).lifecycle();
    }

    /** Starts and stops it. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What it says of itself. */
    public Health health() {
        return health;
    }

    /** What it counts. */
    public Metrics metrics() {
        return metrics;
    }

    /** The port of health and metrics. Only after the start. */
    public int managementPort() {
        return management.port();
    }
}
