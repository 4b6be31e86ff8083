package io.headwater.loadtest.measure;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Latencies with three significant digits, from a microsecond to a minute. Safe for use by several threads. */
public final class Latencies {
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    private final Histogram histogram = new Histogram(1_000, LONGEST, 3);

    /** Adds one, in nanoseconds; what is longer than a minute counts as a minute. */
    public synchronized void add(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    /** Half were at most this long, in milliseconds. */
    public double p50() {
        return percentile(50);
    }

    /** 99 of 100 were at most this long, in milliseconds. */
    public double p99() {
        return percentile(99);
    }

    /** The longest, in milliseconds. */
    public double max() {
        return percentile(100);
    }

    /** How many. */
    public synchronized long count() {
        return histogram.getTotalCount();
    }

    private synchronized double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / 1e6;
    }
}
