package io.headwater.writer.log;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit as the log holds it.
 *
 * @param id made by the writer that inserted it: tells its own commit from another's in the same slot
 * @param traceparent W3C trace context of the request
 * @param idempotency of the request, where it had a key
 */
public record LoggedCommit(
        Commit commit, String id, @Nullable String traceparent, Optional<Idempotency> idempotency) {
    private static final int OVERHEAD = 128;

    /** The revision of the commit. */
    public long revision() {
        return commit.revision();
    }

    /** About how much memory it takes, in bytes. */
    public long weight() {
        long weight = (long) OVERHEAD + commit.message().length();
        for (Change change : commit.changes()) {
            weight += (long) OVERHEAD
                    + (change instanceof Change.Put put ? put.value().text().length() : 0);
        }
        return weight;
    }
}
