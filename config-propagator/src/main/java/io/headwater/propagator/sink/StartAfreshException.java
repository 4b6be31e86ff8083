package io.headwater.propagator.sink;

/** What Redis holds cannot be continued; it has to be built anew from the whole topic. */
final class StartAfreshException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartAfreshException(String reason) {
        super(reason);
    }
}
