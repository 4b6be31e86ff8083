package io.headwater.core;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The difference between two states of one service's configuration.
 *
 * @param previous the revision of the content before
 * @param revision the revision of the content after
 * @param time when that commit was made
 * @param put what is new or different
 * @param removed keys that are gone
 */
public record SnapshotChange(
        long previous, long revision, Instant time, NavigableMap<String, Effective> put, NavigableSet<String> removed) {
    public SnapshotChange {
        put = Collections.unmodifiableNavigableMap(put);
        removed = Collections.unmodifiableNavigableSet(removed);
    }

    static SnapshotChange between(Snapshot now, long previous) {
        NavigableMap<String, Effective> put = new TreeMap<>();
        now.entries().forEach((key, effective) -> {
            if (effective.changedAt() > previous) {
                put.put(key, effective);
            }
        });
        NavigableSet<String> removed = new TreeSet<>();
        now.removed().forEach((key, at) -> {
            if (at > previous) {
                removed.add(key);
            }
        });
        return new SnapshotChange(previous, now.revision(), now.time(), put, removed);
    }

    /** Whether there is nothing to tell. */
    public boolean empty() {
        return put.isEmpty() && removed.isEmpty();
    }
}
