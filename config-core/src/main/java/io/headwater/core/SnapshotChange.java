package io.headwater.core;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
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
        long previous, long revision, Instant time, SortedMap<String, Effective> put, SortedSet<String> removed) {
    public SnapshotChange {
        put = Collections.unmodifiableSortedMap(put);
        removed = Collections.unmodifiableSortedSet(removed);
    }

    static SnapshotChange between(Snapshot now, long previous) {
        SortedMap<String, Effective> put = new TreeMap<>();
        now.entries().forEach((key, effective) -> {
            if (effective.changedAt() > previous) {
                put.put(key, effective);
            }
        });
        SortedSet<String> removed = new TreeSet<>();
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
