package io.headwater.runtime.lifecycle;

/**
 * A part of a service that has to be started and stopped. {@link Lifecycle} calls it: each method once, never two at
 * the same time, except that {@link #stop} may come while {@link #start} still waits, after an interrupt.
 */
public interface Component {

    /** Short name for logs. */
    String name();

    /**
     * Starts. Returns soon: what may be missing at start is waited for in the background and shown in the readiness.
     *
     * @throws Exception if a start is impossible and waiting would not help
     */
    default void start() throws Exception {}

    /** Takes no new work and finishes what it has. Called before any component is stopped. */
    default void drain() throws Exception {}

    /** Gives everything back. Also called when {@link #start} failed. */
    default void stop() throws Exception {}

    /** A component from two actions. */
    static Component of(String name, ThrowingAction start, ThrowingAction stop) {
        return new Component() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void start() throws Exception {
                start.run();
            }

            @Override
            public void stop() throws Exception {
                stop.run();
            }
        };
    }

    /** An action that may fail. */
    @FunctionalInterface
    interface ThrowingAction {
        void run() throws Exception;
    }
}
