package io.headwater.runtime.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: it doubles from {@code first} up to {@code longest}, and a random half of it
 * is taken off ("equal jitter"), so that replicas that lost the same part do not come back together.
 *
 * @param first wait after the first failure, before jitter
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {

    /** From 100 ms to 5 s: for parts that are usually back soon. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("not a back-off: from " + first + " to " + longest);
        }
    }

    /**
     * The wait after a number of failures in a row.
     *
     * @param failures 1 or more
     */
    public Duration delay(int failures, RandomGenerator random) {
        double factor = Math.pow(2, Math.max(0, failures - 1));
        double full = Math.min((double) longest.toNanos(), first.toNanos() * factor);
        return Duration.ofNanos((long) (full / 2 + random.nextDouble() * full / 2));
    }
}
