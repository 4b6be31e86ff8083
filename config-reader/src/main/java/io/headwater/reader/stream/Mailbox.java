package io.headwater.reader.stream;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Room for one message: a newer one replaces what has not been taken. So whoever is slow misses intermediate states, never
 * the newest, and never delays who puts. Any number of threads may put; one takes.
 */
public final class Mailbox<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable T newest;
    private boolean closed;

    /** Puts a message in the place of an earlier one. Never blocks. */
    public void put(T message) {
        lock.lock();
        try {
            newest = message;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come. What is there can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more will come. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the newest message; waits for one.
     *
     * @return null after the time, or at once when it is empty and closed
     */
    public @Nullable T take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (newest == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            T message = newest;
            newest = null;
            return message;
        } finally {
            lock.unlock();
        }
    }
}
