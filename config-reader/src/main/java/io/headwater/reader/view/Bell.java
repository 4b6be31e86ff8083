package io.headwater.reader.view;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes one thread. Rings that come before it has woken are one ring; one that comes after is not lost. */
final class Bell {
    private final Semaphore rings = new Semaphore(0);
    private final AtomicBoolean rung = new AtomicBoolean();

    void ring() {
        if (rung.compareAndSet(false, true)) {
            rings.release();
        }
    }

    /** Returns after a ring, or after the time. What is read afterwards is newer than the ring. */
    void await(Duration atMost) throws InterruptedException {
        if (rings.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.set(false);
        }
    }

    /** Takes back a ring that has not woken anybody: whoever is awake is about to read what it was rung for. */
    void hush() {
        if (rings.tryAcquire()) {
            rung.set(false);
        }
    }
}
