package io.headwater.testkit.faults;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a relay does now with the bytes of one direction, in all its connections. Safe for use by several threads. */
final class Traffic {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private boolean swallowing;
    private boolean holding;
    private boolean mending;
    private Duration delay = Duration.ZERO;

    void forward() {
        set(false, false, Duration.ZERO);
    }

    /** Forwards, except on connections that lost bytes. */
    void mend() {
        lock.lock();
        try {
            set(false, false, Duration.ZERO);
            mending = true;
        } finally {
            lock.unlock();
        }
    }

    void swallow() {
        set(true, false, Duration.ZERO);
    }

    void hold() {
        set(false, true, Duration.ZERO);
    }

    void delay(Duration by) {
        set(false, false, by);
    }

    private void set(boolean nowSwallowing, boolean nowHolding, Duration nowDelay) {
        lock.lock();
        try {
            swallowing = nowSwallowing;
            holding = nowHolding;
            mending = false;
            delay = nowDelay;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isSwallowing() {
        lock.lock();
        try {
            return swallowing;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a connection that lost bytes has to end. */
    boolean isMending() {
        lock.lock();
        try {
            return mending;
        } finally {
            lock.unlock();
        }
    }

    /** When bytes that have come now may leave at the earliest, in terms of {@link System#nanoTime()}. */
    long dueNanos() {
        lock.lock();
        try {
            return System.nanoTime() + delay.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until bytes may leave: they are due, or the delay was lifted, and nothing holds them. */
    void awaitLeave(long dueNanos) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                long wait = delay.isZero() ? 0 : dueNanos - System.nanoTime();
                if (holding) {
                    released.await();
                } else if (wait > 0) {
                    // Woken early or late, the loop looks again.
                    long _ = released.awaitNanos(wait);
                } else {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
