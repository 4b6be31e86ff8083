package io.headwater.runtime.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * For how long a hop has not had everything that there is. The age of what it has would not do: the first commit after a
 * quiet hour would make it an hour late. So the time counts from the commit that it was first seen to be without, or from
 * the one that it has reached since, whichever was made later. Thread-safe.
 */
public final class LagClock {
    private final InstantSource clock;
    private @Nullable Instant missingSince;

    /** @param clock of the machine; commits made by a machine whose clock is ahead count as made now */
    public LagClock(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * How late the hop is now; zero if it has everything.
     *
     * @param newest the newest commit that is known
     * @param newestTime when that was made
     * @param reached the newest commit that the hop has
     * @param reachedTime when that was made
     */
    public synchronized Duration lag(long newest, Instant newestTime, long reached, Instant reachedTime) {
        if (reached >= newest) {
            missingSince = null;
            return Duration.ZERO;
        }
        Instant missing = missingSince == null ? newestTime : missingSince;
        missingSince = missing;
        Duration lag = Duration.between(reachedTime.isAfter(missing) ? reachedTime : missing, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
