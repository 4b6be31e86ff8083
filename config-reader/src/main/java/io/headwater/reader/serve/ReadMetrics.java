package io.headwater.reader.serve;

import com.codahale.metrics.Counter;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is asked and answered. */
public final class ReadMetrics {
    private static final MetricFamily SNAPSHOTS =
            MetricFamily.of("headwater_reader_snapshots", "Snapshots asked for, in any format.");
    private static final MetricFamily LOOKUPS = MetricFamily.of("headwater_reader_lookups", "Single keys asked for.");
    private static final MetricFamily NOT_MODIFIED =
            MetricFamily.of("headwater_reader_not_modified", "Answers that the reader had the content already.");
    private static final MetricFamily LONG_POLLS =
            MetricFamily.of("headwater_reader_long_polls", "Requests that wait for a change now.");
    private static final MetricFamily STREAMS =
            MetricFamily.of("headwater_reader_streams", "Event streams that are open now.");
    private static final MetricFamily EVENTS =
            MetricFamily.of("headwater_reader_events", "Events written to streams, without comments.");
    private static final MetricFamily STALLED = MetricFamily.of(
            "headwater_reader_streams_stalled",
            "Event streams closed because the subscriber took nothing for too long.");

    private static final MetricFamily PASSED_ON = MetricFamily.of(
            "headwater_reader_passed_on",
            "Requests that the event loops left to Javalin, because what they ask for was not in memory or not encoded.");

    private final Counter snapshots;
    private final Counter lookups;
    private final Counter notModified;
    private final Counter events;
    private final Counter stalled;
    private final Counter passedOn;
    private final AtomicInteger longPolls = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    /** Registers them. */
    public ReadMetrics(Metrics metrics) {
        this.snapshots = metrics.counter(SNAPSHOTS);
        this.lookups = metrics.counter(LOOKUPS);
        this.notModified = metrics.counter(NOT_MODIFIED);
        this.events = metrics.counter(EVENTS);
        this.stalled = metrics.counter(STALLED);
        this.passedOn = metrics.counter(PASSED_ON);
        metrics.gauge(LONG_POLLS, longPolls::get);
        metrics.gauge(STREAMS, streams::get);
    }

    public Counter snapshots() {
        return snapshots;
    }

    public Counter lookups() {
        return lookups;
    }

    public Counter notModified() {
        return notModified;
    }

    public Counter events() {
        return events;
    }

    public Counter stalled() {
        return stalled;
    }

    public Counter passedOn() {
        return passedOn;
    }

    /** Counts somebody until it is closed. */
    public interface Counted extends AutoCloseable {
        @Override
        void close();
    }

    public Counted longPoll() {
        return counted(longPolls);
    }

    public Counted stream() {
        return counted(streams);
    }

    private static Counted counted(AtomicInteger open) {
        open.incrementAndGet();
        return open::decrementAndGet;
    }
}
