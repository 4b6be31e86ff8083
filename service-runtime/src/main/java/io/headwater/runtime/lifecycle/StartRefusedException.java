package io.headwater.runtime.lifecycle;

/** What was found at start cannot be worked with, and waiting does not help: the process ends with status 1. */
public class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what was found, what is needed, and what would happen otherwise */
    public StartRefusedException(String message) {
        super(message);
    }
}
