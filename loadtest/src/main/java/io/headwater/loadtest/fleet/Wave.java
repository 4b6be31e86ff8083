package io.headwater.loadtest.fleet;

import io.headwater.loadtest.measure.Latencies;
import java.util.Arrays;

/** When each subscriber of a fleet had one revision. Complete when it is handed out. */
public final class Wave {
    private final long[] nanos;

    /** @param nanos by {@link System#nanoTime()}, one for each subscriber */
    Wave(long[] nanos) {
        this.nanos = nanos;
    }

    /** How many had it. */
    public int size() {
        return nanos.length;
    }

    /** When the first one had it. */
    public long first() {
        return Arrays.stream(nanos).min().orElseThrow();
    }

    /** When the last one had it. */
    public long last() {
        return Arrays.stream(nanos).max().orElseThrow();
    }

    /** Adds how long it took until each had it. */
    public void addLatencies(long since, Latencies to) {
        for (long each : nanos) {
            to.add(each - since);
        }
    }
}
