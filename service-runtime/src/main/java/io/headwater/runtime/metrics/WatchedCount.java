package io.headwater.runtime.metrics;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Metric;
import java.util.function.LongSupplier;

/** A count that is kept elsewhere. */
record WatchedCount(LongSupplier count) implements Metric, Counting {

    @Override
    public long getCount() {
        return count.getAsLong();
    }
}
