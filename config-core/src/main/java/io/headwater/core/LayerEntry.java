package io.headwater.core;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key of one layer, as the newest commit that touched it left it: a value, or the fact that it was deleted.
 * Deletions are kept, because when a key went away is part of when the configuration last changed.
 *
 * @param revision the commit that touched it last
 * @param time when that commit was made
 * @param value the value, or null where the entry was deleted
 */
public record LayerEntry(
        long revision, Instant time, @Nullable EntryValue value) {
    /** The value put by a commit of {@code time}. */
    public static LayerEntry put(EntryValue value, Instant time) {
        return new LayerEntry(value.revision(), time, value);
    }

    /** A deletion. */
    public static LayerEntry deleted(long revision, Instant time) {
        return new LayerEntry(revision, time, null);
    }

    /** Whether there is a value. */
    public boolean live() {
        return value != null;
    }

    /** The value of a {@linkplain #live() live} entry. */
    public EntryValue liveValue() {
        return Objects.requireNonNull(value, "deleted");
    }
}
