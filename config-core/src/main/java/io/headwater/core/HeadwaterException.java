package io.headwater.core;

import java.util.List;

/**
 * A refusal or failure that is told to whoever asked, as a problem document over HTTP. It carries no stack trace: it
 * describes the request, not the program.
 */
public final class HeadwaterException extends RuntimeException {
    private final ErrorCode code;
    private final int status;
    private final transient List<FieldError> errors;

    /**
     * @param code the kind of the failure
     * @param status the HTTP status, where it differs from the code's own
     * @param detail what was wrong, with the value and what is allowed; never a secret's value
     * @param errors findings about single parts of the request; may be empty
     */
    public HeadwaterException(ErrorCode code, int status, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    /** A failure with its code's own status. */
    public HeadwaterException(ErrorCode code, String detail, List<FieldError> errors) {
        this(code, code.status(), detail, errors);
    }

    /** A failure without findings about single fields. */
    public HeadwaterException(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    /** A failure about one field, whose finding repeats the detail. */
    public static HeadwaterException field(ErrorCode code, String field, String detail) {
        return new HeadwaterException(code, detail, List.of(FieldError.of(field, code, detail)));
    }

    /** The kind of the failure. */
    public ErrorCode code() {
        return code;
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }

    /** Findings about single parts of the request; empty where the detail says it all. */
    public List<FieldError> errors() {
        return errors;
    }

    /** What was wrong. Never null, unlike {@link #getMessage()} of other exceptions. */
    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }
}
