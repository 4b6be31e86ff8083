package io.headwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of a commit. */
public sealed interface Change {
    /** A change of an entry. */
    sealed interface OfEntry extends Change {
        /** The entry. */
        EntryId id();
    }

    /**
     * Puts an entry.
     *
     * @param type the type, already decided
     * @param description as posted
     * @param tags as posted
     * @param owner as posted
     */
    record Put(
            EntryId id,
            ValueType type,
            JsonText value,
            Patch<String> description,
            Patch<List<String>> tags,
            Patch<String> owner)
            implements OfEntry {
        /** A put that says nothing of metadata. */
        public static Put of(EntryId id, ValueType type, JsonText value) {
            return new Put(id, type, value, Patch.keep(), Patch.keep(), Patch.keep());
        }
    }

    /** Deletes an entry. */
    record Delete(EntryId id) implements OfEntry {}

    /** A change of an environment: always the only change of its commit. */
    sealed interface OfEnvironment extends Change {
        /** The environment's name. */
        String environment();
    }

    /**
     * Creates or changes an environment.
     *
     * @param rank its place in the order of promotion; equal ranks are ordered by name
     * @param guarded whether it is protected
     */
    record PutEnvironment(
            String environment,
            int rank,
            boolean guarded,
            @Nullable String description) implements OfEnvironment {}

    /** Deletes an environment and all entries in it. */
    record DeleteEnvironment(String environment) implements OfEnvironment {}
}
