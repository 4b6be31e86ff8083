package io.headwater.core;

import java.time.Instant;
import java.util.List;

/**
 * One atomic change set.
 *
 * @param revision 1, 2, 3, …: one gap-free sequence for the whole system
 * @param time when it was made, in whole milliseconds, never before the commit before it
 * @param author who made it
 * @param message what for; may be empty
 * @param changes in the order in which they were posted
 * @param previousHash the hash of the commit before it; {@link CommitHash#GENESIS} for the first
 * @param hash {@link CommitHash#of} itself: 64 lower-case hexadecimal digits
 */
public record Commit(
        long revision,
        Instant time,
        String author,
        String message,
        List<Change> changes,
        String previousHash,
        String hash) {
    public Commit {
        changes = List.copyOf(changes);
    }

    /** A commit whose hash is computed from the rest. */
    public static Commit chained(
            long revision, Instant time, String author, String message, List<Change> changes, String previousHash) {
        return new Commit(
                revision,
                time,
                author,
                message,
                changes,
                previousHash,
                CommitHash.of(revision, time, author, message, changes, previousHash));
    }

    /** Whether the hash is that of the content. */
    public boolean intact() {
        return hash.equals(CommitHash.of(revision, time, author, message, changes, previousHash));
    }
}
