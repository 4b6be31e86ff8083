package io.headwater.propagator.sink;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a state holds, and where to go on.
 *
 * @param epoch 1 until a restore from a backup
 * @param revision everything up to this commit is in
 * @param time when that commit was made
 * @param positions by partition, behind the watermark of that commit
 * @param topic id of the topic that they belong to
 * @param traceparent W3C trace context of that commit, if it has one
 */
public record Standing(
        long epoch,
        long revision,
        Instant time,
        Map<Integer, LogPosition> positions,
        String topic,
        @Nullable String traceparent) {
    public Standing {
        positions = Map.copyOf(positions);
    }

    /** At a commit without a trace. */
    public Standing(long epoch, long revision, Instant time, Map<Integer, LogPosition> positions, String topic) {
        this(epoch, revision, time, positions, topic, null);
    }
}
