package io.headwater.propagator;

/**
 * Points at which a test can hold or fail a component, to play an interleaving that is otherwise left to luck. In
 * production nothing happens there.
 */
@FunctionalInterface
public interface Faults {
    /** Nothing ever happens. */
    Faults NONE = point -> {};

    /**
     * Called by a component that has come to a point. May block, and may throw.
     *
     * @param point for example {@code sink.before-apply}
     */
    void at(String point);
}
