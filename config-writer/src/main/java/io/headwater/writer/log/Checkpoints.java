package io.headwater.writer.log;

import io.headwater.writer.state.State;
import java.util.Optional;

/**
 * Saved states, so that a start does not fold the whole history. A checkpoint is a generation of its own: it is written
 * beside the current one and switched to by compare-and-set, so that a writer that stalled in between changes nothing.
 */
public interface Checkpoints {
    /** The current checkpoint, if there is one. */
    Optional<State> load();

    /**
     * Saves a state and makes it the current checkpoint unless a newer one is.
     *
     * @return whether it is the current one now
     */
    boolean save(State state) throws InterruptedException;
}
