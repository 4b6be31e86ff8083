package io.headwater.writer;

import io.headwater.writer.fault.FaultPoints;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a component at a named point until it is let go. */
public final class HoldPoints implements FaultPoints {
    private record Hold(CountDownLatch reached, CountDownLatch released) {}

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();

    /** From now on, the next who comes to this point stays there. */
    public void hold(String point) {
        holds.put(point, new Hold(new CountDownLatch(1), new CountDownLatch(1)));
    }

    /** Waits until somebody is held there. */
    public void awaitHeld(String point) throws InterruptedException {
        if (!holds.get(point).reached().await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came to " + point);
        }
    }

    /** Lets go whoever is held there, and holds nobody any more. */
    public void release(String point) {
        holds.remove(point).released().countDown();
    }

    @Override
    public void at(String name) throws InterruptedException {
        Hold hold = holds.get(name);
        if (hold != null) {
            hold.reached().countDown();
            hold.released().await();
        }
    }
}
