package io.headwater.e2e.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A named point at which one thread is held, once, from when it is armed until it is released. */
final class HeldAt {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final String point;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldAt(String point) {
        this.point = point;
    }

    /** Passes a point: both services' hooks come here. */
    void pass(String name) {
        if (name.equals(point) && armed.compareAndSet(true, false)) {
            reached.countDown();
            try {
                if (!released.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody released " + point);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void arm() {
        armed.set(true);
    }

    void awaitReached() throws InterruptedException {
        if (!reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody came to " + point);
        }
    }

    void release() {
        released.countDown();
    }
}
