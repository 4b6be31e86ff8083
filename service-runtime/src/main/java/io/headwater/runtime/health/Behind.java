package io.headwater.runtime.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a part is behind.
 *
 * @param revisions number of commits; null where it is not known
 * @param age age of the oldest commit that is missing; null where it is not known
 */
public record Behind(@Nullable Long revisions, @Nullable Duration age) {

    /** Holds everything. */
    public static final Behind NOTHING = new Behind(0L, Duration.ZERO);
}
