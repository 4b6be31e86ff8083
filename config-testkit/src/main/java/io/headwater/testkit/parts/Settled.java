package io.headwater.testkit.parts;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until parts that talk to each other have agreed. */
final class Settled {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Settled() {}

    /**
     * Asks again and again until the answer is yes.
     *
     * @param what for the message, should it never be
     */
    static void await(String what, BooleanSupplier check) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!check.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("waited " + LIMIT.toSeconds() + " s for " + what);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
