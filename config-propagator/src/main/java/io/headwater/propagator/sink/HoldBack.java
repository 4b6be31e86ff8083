package io.headwater.propagator.sink;

import io.headwater.schemas.LogRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds records back until every partition has passed a watermark: before that, a commit that touches two partitions
 * would be seen torn. Behind a start nothing is given out before the <em>barrier</em>, the end of every partition as it
 * was then, is passed: compaction has removed superseded records, so that what old watermarks promise never existed
 * (rule 16). Nor is anything below the target of a refill (rule 9). For one thread.
 */
final class HoldBack {
    /** What a partition has passed. */
    private record Mark(
            long revision, Instant time, @Nullable String traceparent) {}

    /** Records up to a watermark, and the position behind it. */
    private record Group(Mark mark, LogPosition next, List<SinkRecord> records, Amount amount) {}

    private record Held(long offset, SinkRecord record) {}

    private static final class Lane {
        private final Deque<Group> closed = new ArrayDeque<>();
        private List<Held> open = new ArrayList<>();
        private Mark last;
        private Mark given;
        private LogPosition resume;
        private Held loose;
        private long barrier;
        private boolean passed;

        Lane(Mark start, LogPosition resume) {
            this.last = start;
            this.given = start;
            this.resume = resume;
            this.loose = NOTHING;
        }
    }

    private static final Mark NONE = new Mark(-1, Instant.EPOCH, null);
    private static final Held NOTHING = new Held(-1, new SinkRecord.Target(new LogRecord.Target(0, -1)));

    private final List<Lane> lanes = new ArrayList<>();
    private final String topic;
    private final RecordReader reader;
    private final boolean heedsTarget;
    private long epoch;
    private long target;
    private long newest = -1;
    private long given;
    private boolean settled;
    private Amount held = Amount.NONE;

    /** Starts at the beginning of the topic. */
    HoldBack(String topic, int partitions, RecordReader reader, boolean heedsTarget) {
        this.topic = topic;
        this.reader = reader;
        this.heedsTarget = heedsTarget;
        this.given = -1;
        for (int i = 0; i < partitions; i++) {
            lanes.add(new Lane(NONE, LogPosition.START));
        }
    }

    /** Goes on where a state stands. */
    HoldBack(Standing from, int partitions, RecordReader reader, boolean heedsTarget) {
        this.topic = from.topic();
        this.reader = reader;
        this.heedsTarget = heedsTarget;
        this.epoch = from.epoch();
        this.given = from.revision();
        for (int i = 0; i < partitions; i++) {
            LogPosition position = from.positions().getOrDefault(i, LogPosition.START);
            lanes.add(new Lane(new Mark(from.revision(), from.time(), from.traceparent()), position));
        }
    }

    /** Gives nothing out before every partition has been read up to here. */
    void barrier(Map<Integer, Long> ends) {
        settled = false;
        newest = -1;
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).barrier = ends.getOrDefault(i, 0L);
            lanes.get(i).passed = false;
        }
    }

    /** Takes the next record of its partition. */
    void add(RawRecord raw, SinkRecord record) {
        Lane lane = lanes.get(raw.partition());
        switch (record) {
            case SinkRecord.Entry entry -> {
                // What is for every service is in every partition; one is enough.
                if (raw.partition() == 0 || !entry.scope().everyService()) {
                    hold(lane, raw.offset(), entry);
                }
            }
            case SinkRecord.Environment environment -> {
                if (raw.partition() == 0) {
                    hold(lane, raw.offset(), environment);
                }
            }
            case SinkRecord.Target(LogRecord.Target told) -> {
                enter(told.epoch());
                target = Math.max(target, told.revision());
                if (lane.last.equals(NONE)) {
                    lane.last = new Mark(0, Instant.EPOCH, null);
                    close(lane, new LogPosition(raw.offset() + 1, raw.leaderEpoch()));
                }
            }
            case SinkRecord.Watermark(LogRecord.Watermark mark, String traceparent) -> {
                enter(mark.epoch());
                if (mark.revision() < lane.last.revision()) {
                    reader.skip(raw.partition(), raw.offset(), "a watermark below the one before it");
                    return;
                }
                lane.last = new Mark(mark.revision(), mark.time(), traceparent);
                dropWhatNoCommitWrote(lane, raw.partition());
                close(lane, new LogPosition(raw.offset() + 1, raw.leaderEpoch()));
            }
        }
    }

    private void hold(Lane lane, long offset, SinkRecord record) {
        lane.open.add(new Held(offset, record));
        held = held.plus(Amount.of(record));
    }

    private void enter(long of) {
        if (epoch == 0) {
            epoch = of;
        } else if (of > epoch) {
            throw new StartAfreshException("the topic is in epoch " + of + ", and what was read so far in " + epoch);
        }
    }

    /** A batch ends with its watermark; a record above it was written by somebody else. */
    private void dropWhatNoCommitWrote(Lane lane, int partition) {
        lane.open.removeIf(one -> {
            boolean above = one.record().revision() > lane.last.revision();
            if (above) {
                held = held.minus(Amount.of(one.record()));
                reader.skip(partition, one.offset(), "its revision is above the watermark that follows it");
            }
            return above;
        });
        refuseLoose(lane, partition);
    }

    private void refuseLoose(Lane lane, int partition) {
        if (lane.loose.record().revision() > lane.last.revision()) {
            reader.ban(partition, lane.loose.offset(), "its revision is above the watermark that follows it");
            throw new StartAfreshException("a record that no commit wrote was among those read");
        }
        lane.loose = NOTHING;
    }

    private static void close(Lane lane, LogPosition next) {
        List<SinkRecord> records = lane.open.stream().map(Held::record).toList();
        lane.closed.add(new Group(lane.last, next, records, amount(records)));
        lane.open = new ArrayList<>();
    }

    private static Amount amount(List<SinkRecord> records) {
        Amount amount = Amount.NONE;
        for (SinkRecord record : records) {
            amount = amount.plus(Amount.of(record));
        }
        return amount;
    }

    /** Tells how far every partition was read, markers of transactions included. */
    void passed(Map<Integer, Long> positions) {
        positions.forEach((partition, position) -> {
            Lane lane = lanes.get(partition);
            lane.passed |= position >= lane.barrier;
        });
    }

    /** Whether the barrier is passed and everything newer than it has been given out at least once. */
    boolean settled() {
        return settled;
    }

    /** The epoch that the topic is in; 0 before it has told. */
    long epoch() {
        return epoch;
    }

    /** What is held. */
    Amount held() {
        return held;
    }

    /** The newest commit that any partition has told of; -1 before the first. */
    long newest() {
        return lanes.stream().mapToLong(lane -> lane.last.revision()).max().orElse(-1);
    }

    /** When the newest commit was made that any partition has told of. */
    Instant newestTime() {
        return lanes.stream()
                .map(lane -> lane.last)
                .max(Comparator.comparingLong(Mark::revision))
                .map(Mark::time)
                .orElse(Instant.EPOCH);
    }

    /** The commit up to which a refill goes; 0 where there is none. */
    long target() {
        return target;
    }

    /** Whether every partition has been read up to the barrier. */
    boolean barrierPassed() {
        return lanes.stream().allMatch(lane -> lane.passed);
    }

    /**
     * What may be shown next: everything up to a watermark that all partitions have passed.
     *
     * @param atMost stop at an earlier watermark rather than give out more than this
     * @param floor nothing below this commit, because readers may have seen it already
     */
    Optional<Batch> take(Amount atMost, long floor) {
        if (!barrierPassed()) {
            return Optional.empty();
        }
        if (newest < 0) {
            newest = newest();
            for (int i = 0; i < lanes.size(); i++) {
                refuseLoose(lanes.get(i), i);
            }
        }
        long complete =
                lanes.stream().mapToLong(lane -> lane.last.revision()).min().orElse(-1);
        if (complete < 0 || complete < floor || (heedsTarget && complete < target)) {
            return Optional.empty();
        }
        if (!settled) {
            if (complete < newest) {
                return Optional.empty();
            }
            settled = true;
            return Optional.of(give(complete));
        }
        if (complete == given) {
            return Optional.empty();
        }
        return Optional.of(give(step(complete, atMost)));
    }

    /** The last watermark up to which there is not too much, or the first that there is. */
    private long step(long complete, Amount atMost) {
        if (!held.exceeds(atMost)) {
            return complete;
        }
        LongPredicate fits = revision -> !lanes.stream()
                .flatMap(lane -> lane.closed.stream())
                .filter(group -> group.mark().revision() <= revision)
                .map(Group::amount)
                .reduce(Amount.NONE, Amount::plus)
                .exceeds(atMost);
        long chosen = -1;
        for (Group group : lanes.getFirst().closed) {
            long revision = group.mark().revision();
            if (revision <= given || revision > complete) {
                continue;
            }
            if (chosen >= 0 && !fits.test(revision)) {
                break;
            }
            chosen = revision;
        }
        return chosen < 0 ? complete : chosen;
    }

    private Batch give(long revision) {
        List<SinkRecord> records = new ArrayList<>();
        for (Lane lane : lanes) {
            give(lane, revision, records::add);
        }
        given = revision;
        return new Batch(standing(revision), records);
    }

    private void give(Lane lane, long upTo, Consumer<SinkRecord> to) {
        while (!lane.closed.isEmpty() && lane.closed.peek().mark().revision() <= upTo) {
            Group group = lane.closed.remove();
            group.records().forEach(to);
            held = held.minus(group.amount());
            lane.given = group.mark();
            lane.resume = group.next();
        }
    }

    private Standing standing(long revision) {
        Map<Integer, LogPosition> positions = new HashMap<>();
        Mark at = NONE;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            positions.put(i, lane.resume);
            if (lane.given.revision() == revision) {
                at = lane.given;
            }
        }
        return new Standing(epoch, revision, at.time(), positions, topic, at.traceparent());
    }

    /**
     * Gives out all that lies before the barrier, for somebody who builds what nobody sees yet. It must not be shown
     * before {@link #take} has given the rest. Does not wait for watermarks: compaction leaves few of them.
     */
    void drain(Consumer<SinkRecord> to) {
        for (Lane lane : lanes) {
            give(lane, Long.MAX_VALUE, to);
            int count = 0;
            for (Held one : lane.open) {
                if (one.offset() >= lane.barrier) {
                    break;
                }
                to.accept(one.record());
                held = held.minus(Amount.of(one.record()));
                count++;
                if (one.record().revision() > lane.loose.record().revision()) {
                    lane.loose = one;
                }
            }
            lane.open.subList(0, count).clear();
        }
    }
}
