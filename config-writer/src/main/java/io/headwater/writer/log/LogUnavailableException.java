package io.headwater.writer.log;

/** The log cannot be reached, or did not answer in time. Trying again may help. */
public final class LogUnavailableException extends RuntimeException {
    /** @param cause what the driver threw */
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
