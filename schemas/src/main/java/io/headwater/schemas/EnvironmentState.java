package io.headwater.schemas;

import org.jspecify.annotations.Nullable;

/**
 * An environment, as the topics tell it.
 *
 * @param name its name
 * @param revision the commit that created, changed or deleted it last
 * @param since the commit that created it, or where it is deleted the one that deleted it: entries in its scopes with
 *     an older revision do not exist
 * @param deleted whether it is gone; the record stays, so that what was in it before stays gone when it is made again
 * @param rank its place in the order of promotion
 * @param guarded whether it is protected
 */
public record EnvironmentState(
        String name,
        long revision,
        long since,
        boolean deleted,
        int rank,
        boolean guarded,
        @Nullable String description) {}
