package io.headwater.reader.serve;

import java.time.Duration;

/** A moment after which nobody waits any longer. */
public record Deadline(long nanos) {
    /** So long from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }
}
