package io.headwater.writer.log;

/** What is known after an attempt to append a group of commits. */
public sealed interface AppendResult {
    /** All are journaled by a majority. */
    record Appended() implements AppendResult {}

    /**
     * Nothing is known: a time-out, a lost primary, a slot that is taken (by another writer, or by an earlier attempt of
     * this one). Only reading the slots back says more.
     *
     * @param cause for logs
     */
    record Unclear(Exception cause) implements AppendResult {}

    /**
     * Those before {@code index} may be in the log. This one never will be, however often it is tried: the log refuses
     * the document itself. Those after it were not tried.
     */
    record Refused(int index, Exception cause) implements AppendResult {}
}
