package io.headwater.reader.view;

/** Says of which services the layers stay held, whatever room they take: somebody waits for what changes in them. */
@FunctionalInterface
public interface Pins {
    /** Nothing is pinned. */
    Pins NONE = (environment, service) -> false;

    /** Whether the layers of a service must not be dropped. Quick, and called by any thread. */
    boolean pinned(String environment, String service);
}
