package io.headwater.writer.state;

import io.headwater.schemas.EnvironmentState;
import java.time.Instant;

/**
 * An environment, live or deleted.
 *
 * @param time when the commit was made that changed it last
 */
public record StoredEnvironment(EnvironmentState state, Instant time) {
    /** Whether it exists. */
    public boolean live() {
        return !state.deleted();
    }
}
