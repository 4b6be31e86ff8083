package io.headwater.propagator;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds a component at a named point until it is let go. */
public final class Hold implements Faults {
    private final String held;
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);
    private volatile boolean on;

    /** Lets everybody pass until {@link #on}. */
    public Hold(String point) {
        this.held = point;
    }

    /** From now on, holds who comes. */
    public Hold on() {
        on = true;
        return this;
    }

    @Override
    public void at(String point) {
        if (on && point.equals(held)) {
            arrived.release();
            released.acquireUninterruptibly();
        }
    }

    /** Waits until somebody is held. */
    public void awaitArrival() throws InterruptedException {
        if (!arrived.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came to " + held);
        }
    }

    /** Lets everybody pass, those who are held first. */
    public void off() {
        on = false;
        released.release(1_000);
    }
}
