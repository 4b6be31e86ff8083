package io.headwater.core;

import org.jspecify.annotations.Nullable;

/** What a change says of one piece of metadata: nothing, that it goes, or its new value. */
public sealed interface Patch<T> {
    /** The piece was left out: it stays as it is. */
    record Keep<T>() implements Patch<T> {
        @Override
        public @Nullable T applyTo(@Nullable T before) {
            return before;
        }
    }

    /** The piece was {@code null}: it goes. */
    record Clear<T>() implements Patch<T> {
        @Override
        public @Nullable T applyTo(@Nullable T before) {
            return null;
        }
    }

    /** The piece has a new value. */
    record Set<T>(T value) implements Patch<T> {
        @Override
        public @Nullable T applyTo(@Nullable T before) {
            return value;
        }
    }

    /** Leaves it. */
    static <T> Patch<T> keep() {
        return new Keep<>();
    }

    /** Takes it away. */
    static <T> Patch<T> clear() {
        return new Clear<>();
    }

    /** Puts a new value. */
    static <T> Patch<T> set(T value) {
        return new Set<>(value);
    }

    /** What is there after the change, given what was there before; null is nothing. */
    @Nullable T applyTo(@Nullable T before);
}
