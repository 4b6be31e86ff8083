package io.headwater.loadtest.measure;

/** A way from a sender to an observer. */
public interface Route {
    /**
     * Sends one change; returns when the sender is done with it, which may be before it arrives. Called by several threads
     * at once.
     *
     * @return its number among the {@link #arrivals()}
     */
    long send() throws Exception;

    /** When changes arrive at the observer. */
    Arrivals arrivals();
}
