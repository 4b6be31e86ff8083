package io.headwater.propagator;

import io.headwater.propagator.sink.SinkStatus;
import io.headwater.propagator.streams.StreamsStatus;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;

/** Shows what the sink and the topology count. */
final class PropagatorMetrics {
    private static final MetricFamily BATCHES =
            MetricFamily.of("headwater_propagator_sink_batches", "Steps of revisions applied to Redis.");
    private static final MetricFamily SINK_RECORDS =
            MetricFamily.of("headwater_propagator_sink_records", "Records applied to Redis.");
    private static final MetricFamily APPLY_NANOS = MetricFamily.of(
            "headwater_propagator_sink_apply_nanoseconds", "Time spent in applying steps to Redis, altogether.");
    private static final MetricFamily REBUILDS =
            MetricFamily.of("headwater_propagator_sink_rebuilds", "Environments built anew in Redis.");
    private static final MetricFamily MISMATCHES = MetricFamily.of(
            "headwater_propagator_sink_mismatches", "How often Redis did not hold what had been written there.");
    private static final MetricFamily REVISION = MetricFamily.of(
            "headwater_propagator_revision", "The newest commit that was passed on by this part.", "part");
    private static final MetricFamily LAG_REVISIONS = MetricFamily.of(
            "headwater_propagator_lag_revisions",
            "Commits that the topic has and this part has not passed on.",
            "part");
    private static final MetricFamily LAG_MILLIS = MetricFamily.of(
            "headwater_propagator_lag_milliseconds",
            "For how long the topic has had commits that this part has not passed on; 0 where there are none.",
            "part");
    private static final MetricFamily DELAY = MetricFamily.of(
            "headwater_propagator_delay_milliseconds",
            "From the newest commit that was passed on to its being passed on.",
            "part");
    private static final MetricFamily MALFORMED =
            MetricFamily.of("headwater_propagator_malformed_records", "Records that could not be read.", "part");
    private static final MetricFamily STREAMS_RECORDS =
            MetricFamily.of("headwater_propagator_streams_records", "Records written to the topics of environments.");
    private static final MetricFamily FAILURES = MetricFamily.of(
            "headwater_propagator_streams_failures", "Threads of Kafka Streams that failed and were replaced.");
    private static final MetricFamily SWEEPS = MetricFamily.of(
            "headwater_propagator_streams_sweeps", "Partitions compared with the log from its beginning.");

    private static final String SINK = "sink";
    private static final String STREAMS = "streams";

    private PropagatorMetrics() {}

    static void register(Metrics metrics, SinkStatus sink, StreamsStatus streams, PropagatorLag lag) {
        metrics.counter(BATCHES, sink::batches);
        metrics.counter(SINK_RECORDS, sink::records);
        metrics.counter(APPLY_NANOS, sink::applyNanos);
        metrics.counter(REBUILDS, sink::rebuilds);
        metrics.counter(MISMATCHES, sink::mismatches);
        metrics.counter(MALFORMED, sink::malformedRecords, SINK);
        metrics.counter(MALFORMED, streams::malformedRecords, STREAMS);
        metrics.counter(STREAMS_RECORDS, streams::records);
        metrics.counter(FAILURES, streams::failures);
        metrics.counter(SWEEPS, streams::sweeps);
        metrics.gauge(REVISION, () -> sink.view().applied(), SINK);
        metrics.gauge(REVISION, () -> passed(streams), STREAMS);
        metrics.gauge(
                LAG_REVISIONS,
                () -> Math.max(0, sink.view().newest() - sink.view().applied()),
                SINK);
        metrics.gauge(LAG_REVISIONS, () -> Math.max(0, sink.view().newest() - passed(streams)), STREAMS);
        metrics.gauge(LAG_MILLIS, () -> millis(lag.sink()), SINK);
        metrics.gauge(LAG_MILLIS, () -> millis(lag.streams()), STREAMS);
        metrics.gauge(DELAY, sink::delayMillis, SINK);
        metrics.gauge(DELAY, streams::delayMillis, STREAMS);
    }

    private static long millis(Behind behind) {
        return behind.age() == null ? 0 : behind.age().toMillis();
    }

    private static long passed(StreamsStatus streams) {
        return streams.passed().values().stream()
                .mapToLong(StreamsStatus.Passed::revision)
                .min()
                .orElse(-1);
    }
}
