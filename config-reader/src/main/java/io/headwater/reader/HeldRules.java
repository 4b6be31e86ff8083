package io.headwater.reader;

import io.headwater.reader.view.StaleRules;

/**
 * How much is held in memory, and how old it may be.
 *
 * @param cacheBytes what layers and all that is encoded of them may take, about
 */
public record HeldRules(long cacheBytes, StaleRules stale) {
    private static final int DEFAULT_SHARE = 2;

    /** What the settings default to: half of the heap. */
    public static HeldRules defaults() {
        return new HeldRules(Runtime.getRuntime().maxMemory() / DEFAULT_SHARE, StaleRules.DEFAULT);
    }
}
