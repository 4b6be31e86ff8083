package io.headwater.reader.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the materialized state of one environment stands.
 *
 * @param generation the build of the state; layers of two generations must never be mixed
 * @param epoch 1 until a restore from a backup
 * @param revision everything up to this commit is in
 * @param time when that commit was made
 * @param deletions every deletion after this revision is known; older ones may be forgotten
 * @param since the commit that created the environment: nothing in its own scopes is older
 * @param created when that was
 * @param deleted whether the environment is gone
 * @param traceparent W3C trace context of the newest commit, if it is known
 */
public record Position(
        String generation,
        long epoch,
        long revision,
        Instant time,
        long deletions,
        long since,
        Instant created,
        boolean deleted,
        @Nullable String traceparent) {

    /** Whether going from {@code held} to this would show readers an older state. Epochs start afresh. */
    public boolean olderThan(Position held) {
        return epoch < held.epoch || (epoch == held.epoch && revision < held.revision);
    }

    /** From which revision on a subscriber can be told what it missed. */
    public long resumableFrom() {
        return Math.max(deletions, since);
    }
}
