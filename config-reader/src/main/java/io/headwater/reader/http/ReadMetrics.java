package io.headwater.reader.http;

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

    private final Counter snapshots;
    private final Counter lookups;
    private final Counter notModified;
    private final Counter events;
    private final Counter stalled;
    private final AtomicInteger longPolls = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    /** Registers them. */
    public ReadMetrics(Metrics metrics) {
        this.snapshots = metrics.counter(SNAPSHOTS);
        this.lookups = metrics.counter(LOOKUPS);
        this.notModified = metrics.counter(NOT_MODIFIED);
        this.events = metrics.counter(EVENTS);
        this.stalled = metrics.counter(STALLED);
        metrics.gauge(LONG_POLLS, longPolls::get);
        metrics.gauge(STREAMS, streams::get);
    }

    Counter snapshots() {
        return snapshots;
    }

    Counter lookups() {
        return lookups;
    }

    Counter notModified() {
        return notModified;
    }

    Counter events() {
        return events;
    }

    Counter stalled() {
        return stalled;
    }

    /** Counts somebody until it is closed. */
    interface Counted extends AutoCloseable {
        @Override
        void close();
    }

    Counted longPoll() {
        return counted(longPolls);
    }

    Counted stream() {
        return counted(streams);
    }

    private static Counted counted(AtomicInteger open) {
        open.incrementAndGet();
        return open::decrementAndGet;
    }
}
