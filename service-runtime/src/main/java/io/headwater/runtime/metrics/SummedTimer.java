package io.headwater.runtime.metrics;

import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A timer that also knows the sum of all durations, which rates over time need. */
public final class SummedTimer extends Timer {

    private final LongAdder nanos = new LongAdder();
    private final LongAdder unsampled = new LongAdder();

    SummedTimer() {
        super(LockFreeExponentiallyDecayingReservoir.builder().build());
    }

    @Override
    public void update(long duration, TimeUnit unit) {
        super.update(duration, unit);
        nanos.add(Math.max(0, unit.toNanos(duration)));
    }

    @Override
    public void update(Duration duration) {
        update(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Adds durations that count, but of which no quantile is taken: for what happens too often to look at each.
     *
     * @param count how many
     * @param sumNanos of all of them
     */
    public void addUnsampled(long count, long sumNanos) {
        unsampled.add(count);
        nanos.add(sumNanos);
    }

    @Override
    public long getCount() {
        return super.getCount() + unsampled.sum();
    }

    /** The sum of all durations, in nanoseconds. */
    public long sumNanos() {
        return nanos.sum();
    }
}
