package io.headwater.loadtest.measure;

import java.util.concurrent.locks.LockSupport;

/** Time, as a schedule needs it. */
public interface Pace {
    /** The time of this JVM. */
    Pace SYSTEM = new Pace() {
        // A parked thread wakes up some 60 µs late.
        private static final long SPIN = 80_000;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void until(long nanos) {
            for (long left = nanos - nanos(); left > SPIN; left = nanos - nanos()) {
                LockSupport.parkNanos(left - SPIN);
            }
            while (nanos() - nanos < 0) {
                Thread.onSpinWait();
            }
        }
    };

    /** Now, in nanoseconds of some origin. */
    long nanos();

    /** Returns at that moment, or at once if it has passed. */
    void until(long nanos) throws InterruptedException;
}
