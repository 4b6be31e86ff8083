package io.headwater.reader;

import io.headwater.reader.view.HoldPoint;
import java.util.concurrent.CountDownLatch;

/** Holds the reader at one place while it is shut. */
public final class Gate implements HoldPoint {
    private final Place held;
    private volatile CountDownLatch open = new CountDownLatch(0);

    public Gate(Place held) {
        this.held = held;
    }

    public Gate shut() {
        open = new CountDownLatch(1);
        return this;
    }

    public void open() {
        open.countDown();
    }

    @Override
    public void reached(Place place, String environment) {
        if (place == held) {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
