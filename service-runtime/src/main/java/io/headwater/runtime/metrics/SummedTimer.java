package io.headwater.runtime.metrics;

import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A timer that also knows the sum of all durations, which rates over time need. */
public final class SummedTimer extends Timer {

    private final LongAdder nanos = new LongAdder();

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

    /** The sum of all durations, in nanoseconds. */
    public long sumNanos() {
        return nanos.sum();
    }
}
