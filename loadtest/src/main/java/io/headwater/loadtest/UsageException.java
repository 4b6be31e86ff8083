package io.headwater.loadtest;

/** The command line is wrong; the message says how. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong, and what is allowed */
    public UsageException(String message) {
        super(message);
    }
}
