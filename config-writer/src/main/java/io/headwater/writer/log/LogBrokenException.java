package io.headwater.writer.log;

/** The log contradicts itself: a gap, or a hash that does not fit. Trying again does not help. */
public final class LogBrokenException extends RuntimeException {
    /** @param message what does not fit, and what to do */
    public LogBrokenException(String message) {
        super(message);
    }
}
