package io.headwater.propagator.sink;

/** Redis does not hold what this sink has written: look at what it holds, and go on from there. */
final class StateMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StateMismatchException(String message) {
        super(message);
    }
}
