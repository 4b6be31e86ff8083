package io.headwater.loadtest.system;

import java.time.Duration;

/**
 * Waits until what is behind the writer has worked off what it was given, so that nobody pays in one measurement for the
 * one before.
 */
public final class Calm {
    private static final Duration LOOK = Duration.ofMillis(400);
    /** Of one processor, all parts together; what runs without any work takes less. */
    private static final double IDLE = 0.35;

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Calm() {}

    /** Returns when little is done any more, or after a time in which everything should have been. */
    public static void await(BenchSystem system) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() - end < 0) {
            ProcessorTime before = ProcessorTime.of(system);
            Thread.sleep(LOOK);
            ProcessorTime after = ProcessorTime.of(system);
            double used = after.byPart().keySet().stream()
                    .mapToDouble(part -> after.millisSince(before, part))
                    .sum();
            if (used < LOOK.toMillis() * IDLE) {
                return;
            }
        }
    }
}
