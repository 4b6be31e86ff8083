package io.headwater.reader.netty;

import io.headwater.runtime.http.RequestMetrics;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.metrics.SummedTimer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long the event loop's answers took, in the same metrics as all other requests. They are counted here and handed over
 * now and then, with some of the times as a sample for the quantiles. Belongs to an event loop.
 */
final class FastTimes {
    private static final String STREAM_ROUTE = "/v1/stream/{service}/{environment}";
    private static final String SNAPSHOT_ROUTE = "/v1/snapshots/{service}/{environment}";
    private static final String LOOKUP_ROUTE = SNAPSHOT_ROUTE + "/{key}";

    private static final int ONE_IN = 64;

    private final Sum snapshot;
    private final Sum sameSnapshot;
    private final Sum lookup;
    private final Sum sameLookup;
    private final Sum stream;
    private final List<Sum> all;

    FastTimes(String server, Metrics metrics) {
        this.snapshot = new Sum(RequestMetrics.timer(metrics, server, SNAPSHOT_ROUTE, "GET", 200));
        this.sameSnapshot = new Sum(RequestMetrics.timer(metrics, server, SNAPSHOT_ROUTE, "GET", 304));
        this.lookup = new Sum(RequestMetrics.timer(metrics, server, LOOKUP_ROUTE, "GET", 200));
        this.sameLookup = new Sum(RequestMetrics.timer(metrics, server, LOOKUP_ROUTE, "GET", 304));
        this.stream = new Sum(RequestMetrics.timer(metrics, server, STREAM_ROUTE, "GET", 200));
        this.all = List.of(snapshot, sameSnapshot, lookup, sameLookup, stream);
    }

    private static final class Sum {
        private final SummedTimer timer;
        private long count;
        private long nanos;

        Sum(SummedTimer timer) {
            this.timer = timer;
        }

        void add(long duration) {
            if (count % ONE_IN == 0) {
                timer.update(duration, TimeUnit.NANOSECONDS);
            } else {
                nanos += duration;
            }
            count++;
        }

        void handOver() {
            if (count > 0) {
                long sampled = (count + ONE_IN - 1) / ONE_IN;
                timer.addUnsampled(count - sampled, nanos);
                count = 0;
                nanos = 0;
            }
        }
    }

    void read(boolean ofOneKey, boolean notModified, long nanos) {
        if (ofOneKey) {
            (notModified ? sameLookup : lookup).add(nanos);
        } else {
            (notModified ? sameSnapshot : snapshot).add(nanos);
        }
    }

    /** A stream has begun, which takes no time that would mean anything. */
    void stream() {
        stream.add(0);
    }

    void handOver() {
        all.forEach(Sum::handOver);
    }
}
