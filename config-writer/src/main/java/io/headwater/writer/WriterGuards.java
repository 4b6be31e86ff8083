package io.headwater.writer;

/**
 * What keeps the promises in rare interleavings. Production has all of it; a test takes it away to prove that its checker
 * sees what then goes wrong. There is no setting for it.
 *
 * @param majorityReads nothing is read of the log that a failover could take back (rule 1)
 */
public record WriterGuards(boolean majorityReads) {
    /** All of them. */
    public static final WriterGuards ALL = new WriterGuards(true);
}
