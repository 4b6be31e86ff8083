package io.headwater.schemas;

/** A record that nobody can read. Whoever meets one counts it, says so once with its offset, and goes on. */
public final class MalformedRecordException extends Exception {
    /** @param message what was wrong with it */
    public MalformedRecordException(String message) {
        super(message, null, false, false);
    }
}
