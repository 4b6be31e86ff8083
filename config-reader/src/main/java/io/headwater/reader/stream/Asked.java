package io.headwater.reader.stream;

import java.util.Optional;

/**
 * Where a subscriber wants to begin.
 *
 * @param minRevision nothing older may be sent; 0 for any
 * @param lastSeen the event that it has seen last
 * @param epoch of the history that {@code lastSeen} belongs to, if the subscriber says so
 */
public record Asked(long minRevision, Optional<Long> lastSeen, Optional<Long> epoch) {
    /** What this replica has to have reached before it may send anything. */
    public long needed() {
        return Math.max(minRevision, lastSeen.orElse(0L));
    }
}
