package io.headwater.loadtest.measure;

import java.time.Duration;

/** How much of the work is done. */
public enum Effort {
    /** All of it. */
    FULL(1),
    /** Enough to see that everything runs. */
    QUICK(5);

    private final int divisor;

    Effort(int divisor) {
        this.divisor = divisor;
    }

    /** So many, or a part of them; at least one. */
    public int of(int full) {
        return Math.max(1, full / divisor);
    }

    /** So long, or a part of it. */
    public Duration of(Duration full) {
        return full.dividedBy(divisor);
    }
}
