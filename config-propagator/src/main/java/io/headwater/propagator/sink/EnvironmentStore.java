package io.headwater.propagator.sink;

import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.CatalogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where environments are materialized for readers. Every environment is at exactly one revision, in one generation; each
 * method that changes what readers see does so at once or not at all, and compares before it changes: whatever arrives
 * late, twice, or after a fail-over does no harm. Thread-safe. Stages fail when the store cannot be reached; then it is
 * not known whether the change was made, and it may be asked for again.
 */
public interface EnvironmentStore extends AutoCloseable {
    /** What became of a change. */
    enum Outcome {
        /** It is made. */
        DONE,
        /** It had been made before, by this very request. */
        ALREADY,
        /** The state is not the one that it was computed from; nothing was changed. */
        MISMATCH
    }

    /**
     * What an environment's state says of itself.
     *
     * @param floor what changed after this revision is listed
     */
    record Stored(String generation, Standing standing, long since, boolean deleted, long floor) {}

    /** The list of environments, complete up to where it stands. */
    record Catalog(Standing standing, List<CatalogEntry> environments) {
        public Catalog {
            environments = List.copyOf(environments);
        }
    }

    /**
     * One field of a layer.
     *
     * @param layer as {@link io.headwater.schemas.redis.RedisKeys#layerSuffix} names it
     * @param text as {@link io.headwater.schemas.redis.LayerText} says
     */
    @SuppressWarnings("ArrayRecordComponent") // written as it is, never compared
    record Field(String layer, String key, byte[] text) {}

    /** What leads from one revision to another. */
    record Delta(String environment, String generation, long expected, Standing to, List<Field> fields) {
        /** How much it brings. */
        Amount amount() {
            return new Amount(
                    fields.size(),
                    fields.stream()
                            .mapToLong(field -> field.key().length() + field.text().length)
                            .sum());
        }
    }

    /**
     * A generation that is complete.
     *
     * @param chunks how many calls of {@link #write} it was made by
     * @param deletions its layers hold every deletion after this revision
     * @param created when the environment was created
     */
    record Built(
            EnvironmentState environment,
            String generation,
            int chunks,
            Standing standing,
            long deletions,
            Instant created) {}

    /** The policy by which the store drops data when its memory is full; {@code noeviction} is what is needed. */
    CompletionStage<String> evictionPolicy();

    /** What is stored of an environment; empty where nothing is. */
    CompletionStage<Optional<Stored>> stored(String environment);

    /** Changes what readers see to the next revision. */
    CompletionStage<Outcome> apply(Delta delta);

    /**
     * Begins a generation that nobody sees yet.
     *
     * @return {@link Outcome#MISMATCH} if it is shown, or was removed: then it is not begun again
     */
    CompletionStage<Outcome> begin(String environment, String generation);

    /**
     * Writes some fields of a generation that was begun. A later call may replace fields of an earlier one only if that
     * one is complete.
     *
     * @param chunk number of the call, from 0
     * @return {@link Outcome#MISMATCH} if the generation is not being built any longer
     */
    CompletionStage<Outcome> write(String environment, String generation, int chunk, List<Field> fields);

    /**
     * Shows a generation to readers in place of another. Refused if the other is not the one that is shown now, is of a
     * higher revision in the same epoch, or if a chunk is missing.
     *
     * @param replaces id of the one that is shown now; empty where there is none
     */
    CompletionStage<Outcome> replace(String replaces, Built by);

    /** Removes every generation of the environment but the one that is shown and those named, in small steps. */
    CompletionStage<Void> sweep(String environment, List<String> keep);

    /** The list of environments; empty before the first was written. */
    CompletionStage<Optional<Catalog>> catalog();

    /** Writes the list of environments, unless the stored one stands at a later revision. */
    CompletionStage<Outcome> put(Catalog catalog);

    /**
     * Takes or prolongs the lease of the one active sink.
     *
     * @param owner random, one for each sink
     * @return whether the lease is the owner's
     */
    CompletionStage<Boolean> lease(String owner, Duration time);

    /** Gives the lease back, if it is the owner's. */
    CompletionStage<Void> release(String owner);

    @Override
    void close();
}
