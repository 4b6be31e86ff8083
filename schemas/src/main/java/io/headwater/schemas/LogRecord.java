package io.headwater.schemas;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import java.time.Instant;

/** What a record of {@code headwater.entries} or of an environment's topic says. */
public sealed interface LogRecord {
    /** An entry was put, or deleted (a tombstone). */
    record Entry(EntryId id, LayerEntry state) implements LogRecord {}

    /** An environment was created, changed or deleted. */
    record Environment(EnvironmentState state, Instant time) implements LogRecord {}

    /**
     * This partition holds everything up to {@code revision}.
     *
     * @param partition the partition that it is in, so that compaction keeps one for each
     * @param epoch 1 until a restore from a backup
     * @param time when that commit was made
     * @param hash the hash of that commit
     */
    record Watermark(int partition, long epoch, long revision, Instant time, String hash) implements LogRecord {}

    /** A refill goes on up to {@code revision}: below it, nobody has everything. */
    record Target(long epoch, long revision) implements LogRecord {}
}
