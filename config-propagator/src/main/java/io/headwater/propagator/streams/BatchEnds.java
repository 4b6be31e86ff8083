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
    /** Batches that follow each other faster than this share a commit, which takes about as long. */
    private static final Duration REST = Duration.ofMillis(12);

    private final Map<Thread, Own> threads = new ConcurrentHashMap<>();

    /** What one thread works on, and when it was last told to commit. */
    private static final class Own {
        private final Map<Integer, Long> passed = new HashMap<>();
        private long committed = Long.MIN_VALUE / 2;
    }

    /** This thread works on the partition from now on. */
    void begins(int partition) {
        threads.computeIfAbsent(Thread.currentThread(), thread -> new Own())
                .passed
                .put(partition, -1L);
    }

    /** This thread does not work on the partition any longer. */
    void ends(int partition) {
        threads.computeIfPresent(Thread.currentThread(), (thread, own) -> {
            own.passed.remove(partition);
            return own.passed.isEmpty() ? null : own;
        });
    }

    /**
     * A partition of this thread has passed a watermark.
     *
     * @param now in milliseconds
     * @return whether to commit
     */
    boolean passes(LogRecord.Watermark mark, long now) {
        Own own = threads.get(Thread.currentThread());
        if (own == null) {
            return false;
        }
        own.passed.put(mark.partition(), mark.revision());
        boolean commits = own.passed.values().stream().allMatch(revision -> revision >= mark.revision())
                && now - mark.time().toEpochMilli() < BEHIND.toMillis()
                && now - own.committed >= REST.toMillis();
        if (commits) {
            own.committed = now;
        }
        return commits;
    }
}
