package io.headwater.loadtest.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/**
 * When each numbered change was first seen by one observer, by {@link System#nanoTime()}. Written by one thread, awaited
 * by any.
 */
public final class Arrivals {
    private static final long NEVER = 0;
    private static final int FIRST_CAPACITY = 4_096;

    private final String observer;
    private long[] times = new long[FIRST_CAPACITY];
    private int seenUpTo;

    /** @param observer named when something does not arrive */
    public Arrivals(String observer) {
        this.observer = observer;
    }

    /** This one was seen. */
    public synchronized void arrived(long number, long nanos) {
        put(Math.toIntExact(number), nanos);
        notifyAll();
    }

    /** This one and all before it were seen, the latter perhaps earlier. */
    public synchronized void arrivedUpTo(long number, long nanos) {
        for (int each = seenUpTo + 1; each <= number; each++) {
            put(each, nanos);
        }
        seenUpTo = Math.max(seenUpTo, Math.toIntExact(number));
        notifyAll();
    }

    private void put(int number, long nanos) {
        if (number >= times.length) {
            times = Arrays.copyOf(times, Math.max(number + 1, times.length * 2));
        }
        if (times[number] == NEVER) {
            times[number] = nanos == NEVER ? 1 : nanos;
        }
    }

    /**
     * When it was seen, waiting for it where it was not yet.
     *
     * @throws TimeoutException if it is not seen in time
     */
    public synchronized long await(long number, Duration limit) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (number >= times.length || times[(int) number] == NEVER) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException(observer + " did not see number " + number + " within " + limit);
            }
            wait(left);
        }
        return times[(int) number];
    }
}
