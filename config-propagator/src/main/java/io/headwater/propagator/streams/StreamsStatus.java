package io.headwater.propagator.streams;

import io.headwater.schemas.LogRecord;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks of this process say of themselves, for health and metrics. Thread-safe. */
public final class StreamsStatus {
    /**
     * Where a partition stands.
     *
     * @param revision of the last watermark passed on; -1 before the first
     * @param time when that commit was made
     */
    public record Passed(long revision, Instant time) {}

    private static final Passed NOTHING = new Passed(-1, Instant.EPOCH);

    private final Map<Integer, Passed> passed = new ConcurrentHashMap<>();
    private final LongAdder records = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder sweeps = new LongAdder();
    private final AtomicLong delay = new AtomicLong();

    void begins(int partition) {
        passed.put(partition, NOTHING);
    }

    void stands(LogRecord.Watermark mark) {
        passed.put(mark.partition(), new Passed(mark.revision(), mark.time()));
    }

    void passes(LogRecord.Watermark mark, long now) {
        stands(mark);
        delay.set(Math.max(0, now - mark.time().toEpochMilli()));
    }

    void ends(int partition) {
        passed.remove(partition);
    }

    void forwarded() {
        records.increment();
    }

    void malformed() {
        malformed.increment();
    }

    void failed() {
        failures.increment();
    }

    void swept() {
        sweeps.increment();
    }

    /** The partitions that this process works on, and where each stands. */
    public Map<Integer, Passed> passed() {
        return Map.copyOf(passed);
    }

    /** Records written to environments' topics. */
    public long records() {
        return records.sum();
    }

    /** Records that could not be read. */
    public long malformedRecords() {
        return malformed.sum();
    }

    /** Threads that failed and were replaced. */
    public long failures() {
        return failures.sum();
    }

    /** Partitions that were compared with the log from its beginning. */
    public long sweeps() {
        return sweeps.sum();
    }

    /** From the commit of the newest watermark to its being passed on, in milliseconds. */
    public long delayMillis() {
        return delay.get();
    }
}
