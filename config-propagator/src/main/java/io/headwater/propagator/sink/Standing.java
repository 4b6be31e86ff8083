package io.headwater.propagator.sink;

import java.time.Instant;
import java.util.Map;

/**
 * What a state holds, and where to go on.
 *
 * @param epoch 1 until a restore from a backup
 * @param revision everything up to this commit is in
 * @param time when that commit was made
 * @param positions by partition, behind the watermark of that commit
 * @param topic id of the topic that they belong to
 */
public record Standing(long epoch, long revision, Instant time, Map<Integer, LogPosition> positions, String topic) {
    public Standing {
        positions = Map.copyOf(positions);
    }
}
