package io.headwater.runtime.metrics;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import java.util.concurrent.atomic.LongAdder;

/** A histogram that also knows the sum of all values, which rates over time need. */
public final class SummedHistogram extends Histogram {

    private final LongAdder sum = new LongAdder();

    SummedHistogram() {
        super(LockFreeExponentiallyDecayingReservoir.builder().build());
    }

    @Override
    public void update(int value) {
        update((long) value);
    }

    @Override
    public void update(long value) {
        super.update(value);
        sum.add(value);
    }

    /** The sum of all values. */
    public long sum() {
        return sum.sum();
    }
}
