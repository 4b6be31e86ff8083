package io.headwater.propagator.streams;

import io.headwater.schemas.LogRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells when a thread has passed the end of a batch in all its partitions: the moment to commit. Earlier, the rest of the
 * batch would need a transaction of its own; later, consumers would wait for nothing. Thread-safe, if each partition is told
 * of by the thread that works on it.
 */
final class BatchEnds {
    /** A commit for each batch costs most; who is behind gathers more of them, until the interval of Streams is over. */
    private static final Duration BEHIND = Duration.ofMillis(30);

    private final Map<Thread, Map<Integer, Long>> passed = new ConcurrentHashMap<>();

    /** This thread works on the partition from now on. */
    void begins(int partition) {
        passed.computeIfAbsent(Thread.currentThread(), thread -> new HashMap<>())
                .put(partition, -1L);
    }

    /** This thread does not work on the partition any longer. */
    void ends(int partition) {
        passed.computeIfPresent(Thread.currentThread(), (thread, partitions) -> {
            partitions.remove(partition);
            return partitions.isEmpty() ? null : partitions;
        });
    }

    /**
     * A partition of this thread has passed a watermark.
     *
     * @param now in milliseconds
     * @return whether to commit
     */
    boolean passes(LogRecord.Watermark mark, long now) {
        Map<Integer, Long> own = passed.get(Thread.currentThread());
        if (own == null) {
            return false;
        }
        own.put(mark.partition(), mark.revision());
        return now - mark.time().toEpochMilli() < BEHIND.toMillis()
                && own.values().stream().allMatch(revision -> revision >= mark.revision());
    }
}
