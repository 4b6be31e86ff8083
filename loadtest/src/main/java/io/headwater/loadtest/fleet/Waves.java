package io.headwater.loadtest.fleet;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** Arrivals by revision: one thread adds them, others wait until enough are there. */
final class Waves {
    private final Map<Long, Growing> byRevision = new HashMap<>();

    private static final class Growing {
        private long[] nanos = new long[16];
        private int count;

        void add(long when) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = when;
        }
    }

    /** One more subscriber has this revision. */
    synchronized void arrived(long revision, long nanos) {
        byRevision.computeIfAbsent(revision, _ -> new Growing()).add(nanos);
    }

    /** Whoever waits looks again. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until that many have it, and forgets it and what is older.
     *
     * @param expected asked again whenever something has changed
     */
    synchronized Wave await(long revision, IntSupplier expected, Duration limit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        Growing growing = byRevision.computeIfAbsent(revision, _ -> new Growing());
        while (growing.count < expected.getAsInt()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException("revision " + revision + " reached " + growing.count + " of "
                        + expected.getAsInt() + " subscribers within " + limit);
            }
            wait(left);
        }
        byRevision.keySet().removeIf(each -> each <= revision);
        return new Wave(Arrays.copyOf(growing.nanos, growing.count));
    }
}
