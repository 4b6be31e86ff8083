package io.headwater.reader.view;

/** The source of views did not answer, or gave something that cannot be read. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message for people: what failed, without passwords */
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
