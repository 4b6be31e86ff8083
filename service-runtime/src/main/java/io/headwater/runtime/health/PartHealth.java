package io.headwater.runtime.health;

import org.jspecify.annotations.Nullable;

/**
 * What is known about one part at one moment.
 *
 * @param state its state
 * @param detail one line for people; never with a secret
 * @param behind how far it is behind; null for a part that cannot be
 */
public record PartHealth(
        PartState state, @Nullable String detail, @Nullable Behind behind) {

    public PartHealth(PartState state) {
        this(state, null, null);
    }

    public PartHealth(PartState state, String detail) {
        this(state, detail, null);
    }
}
