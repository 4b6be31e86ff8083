package io.headwater.reader.view;

import java.time.Instant;
import java.util.Map;

/**
 * The environments that exist.
 *
 * @param epoch 1 until a restore from a backup
 * @param revision the list is complete up to this commit
 * @param time when that was made; the epoch where it is not known
 * @param environments from name to the commit that created it
 */
public record Catalog(long epoch, long revision, Instant time, Map<String, Long> environments) {
    public Catalog {
        environments = Map.copyOf(environments);
    }

    /** Whether this is an earlier state than {@code held}, in the same epoch or an earlier one. */
    public boolean olderThan(Catalog held) {
        return epoch < held.epoch || (epoch == held.epoch && revision < held.revision);
    }
}
