package io.headwater.propagator.sink;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the sink says of itself, for health and metrics. Thread-safe. */
public final class SinkStatus {
    /** What the sink is doing. */
    public enum Phase {
        /** Kafka or Redis cannot be reached, or does not fit. */
        DOWN,
        /** Another sink is active. */
        STANDBY,
        /** On the way to what there was when it started. */
        CATCHING_UP,
        /** Redis holds what the topic holds. */
        LIVE
    }

    /**
     * @param detail for people
     * @param applied what readers see; -1 where nothing is known
     * @param appliedTime when that commit was made
     * @param newest the newest commit that the topic has told of; -1 where nothing is known
     * @param newestTime when that commit was made
     */
    public record View(
            Phase phase, String detail, long applied, Instant appliedTime, long newest, Instant newestTime) {}

    private volatile View view = new View(Phase.DOWN, "not started", -1, Instant.EPOCH, -1, Instant.EPOCH);
    private final LongAdder batches = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder rebuilds = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder applyNanos = new LongAdder();
    private final AtomicLong delay = new AtomicLong();

    /** What it is doing now. */
    public View view() {
        return view;
    }

    void is(Phase phase, String detail) {
        View now = view;
        view = new View(phase, detail, now.applied(), now.appliedTime(), now.newest(), now.newestTime());
    }

    void reached(Standing standing, Instant now) {
        View before = view;
        boolean newest = standing.revision() >= before.newest();
        view = new View(
                Phase.LIVE,
                "",
                standing.revision(),
                standing.time(),
                newest ? standing.revision() : before.newest(),
                newest ? standing.time() : before.newestTime());
        delay.set(Math.max(0, now.toEpochMilli() - standing.time().toEpochMilli()));
    }

    void heard(long newest, Instant made) {
        View now = view;
        if (newest != now.newest()) {
            view = new View(now.phase(), now.detail(), now.applied(), now.appliedTime(), newest, made);
        }
    }

    void applied(int records, long nanos) {
        batches.increment();
        this.records.add(records);
        applyNanos.add(nanos);
    }

    void rebuilt() {
        rebuilds.increment();
    }

    void mismatch() {
        mismatches.increment();
    }

    /** Counts a record that could not be read. */
    public void malformed() {
        malformed.increment();
    }

    /** Batches applied. */
    public long batches() {
        return batches.sum();
    }

    /** Records applied. */
    public long records() {
        return records.sum();
    }

    /** Generations shown after a rebuild. */
    public long rebuilds() {
        return rebuilds.sum();
    }

    /** How often Redis did not hold what was expected. */
    public long mismatches() {
        return mismatches.sum();
    }

    /** Records that could not be read. */
    public long malformedRecords() {
        return malformed.sum();
    }

    /** Time spent in applying, in nanoseconds. */
    public long applyNanos() {
        return applyNanos.sum();
    }

    /** From the newest applied commit to its being seen in Redis, in milliseconds. */
    public long delayMillis() {
        return delay.get();
    }
}
