package io.headwater.core;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;

/**
 * The effective configuration of one service in one environment. Immutable and thread-safe.
 *
 * @param revision the commit that last changed this content; 0 where nothing ever did
 * @param time when that commit was made; the epoch where there is none
 * @param entries what the service sees, by key in UTF-16 order
 * @param removed keys that it saw before and does not see now, with the commit that took them away, as far as is known
 */
public record Snapshot(
        String service,
        String environment,
        long revision,
        Instant time,
        NavigableMap<String, Effective> entries,
        NavigableMap<String, Long> removed) {
    public Snapshot {
        entries = Collections.unmodifiableNavigableMap(entries);
        removed = Collections.unmodifiableNavigableMap(removed);
    }

    /**
     * What must be told to somebody who has this content as it was at {@code revision}.
     *
     * <p>Complete only when no deletion since {@code revision} has been forgotten.
     */
    public SnapshotChange changesSince(long revision) {
        return SnapshotChange.between(this, revision);
    }
}
