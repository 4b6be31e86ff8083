package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.Scope;
import io.headwater.schemas.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules 9, 10 and 16, record by record. */
class HoldBackTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:30:00.000Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final Amount MOST = new Amount(1_000, Long.MAX_VALUE);

    private final AtomicInteger malformed = new AtomicInteger();
    private final RecordReader reader = new RecordReader("topic", malformed::incrementAndGet);
    private final long[] offsets = new long[2];

    /** Two partitions, live from revision 100 on. */
    private HoldBack live() {
        Standing from = new Standing(1, 100, TIME, Map.of(0, new LogPosition(0, 0), 1, new LogPosition(0, 0)), "topic");
        HoldBack held = new HoldBack(from, 2, reader, true);
        held.barrier(Map.of(0, 0L, 1, 0L));
        held.passed(Map.of(0, 0L, 1, 0L));
        assertThat(held.take(MOST, 0)).isPresent();
        return held;
    }

    private void add(HoldBack held, int partition, SinkRecord record) {
        RawRecord raw = new RawRecord(partition, offsets[partition]++, 0, 0, null, null, name -> null);
        held.add(raw, record);
    }

    private static SinkRecord entry(String service, long revision) {
        return new SinkRecord.Entry(new Scope(service, "dev"), "key", revision, 0, new byte[0]);
    }

    private static SinkRecord entry(long revision, int bytes) {
        return new SinkRecord.Entry(new Scope("orders", "dev"), "key", revision, 0, new byte[bytes]);
    }

    private static SinkRecord mark(int partition, long revision) {
        return new SinkRecord.Watermark(new LogRecord.Watermark(partition, 1, revision, TIME, "hash"), TRACE);
    }

    private static SinkRecord target(long revision) {
        return new SinkRecord.Target(new LogRecord.Target(1, revision));
    }

    private static List<Long> revisions(Optional<Batch> batch) {
        List<Long> revisions = new ArrayList<>();
        batch.ifPresent(of -> of.records().forEach(record -> revisions.add(record.revision())));
        return revisions;
    }

    @Test
    void shouldHoldACommitBackUntilEveryPartitionHasIt() {
        HoldBack held = live();
        add(held, 0, entry("orders", 101));
        add(held, 0, mark(0, 101));
        assertThat(held.take(MOST, 0)).isEmpty();

        add(held, 1, entry("payments", 101));
        assertThat(held.take(MOST, 0)).isEmpty();

        add(held, 1, mark(1, 101));
        Optional<Batch> batch = held.take(MOST, 0);
        assertThat(revisions(batch)).containsExactly(101L, 101L);
        assertThat(batch.orElseThrow().standing().revision()).isEqualTo(101);
        assertThat(batch.orElseThrow().standing().traceparent()).isEqualTo(TRACE);
        assertThat(batch.orElseThrow().standing().positions())
                .isEqualTo(Map.of(0, new LogPosition(2, 0), 1, new LogPosition(2, 0)));
    }

    @Test
    void shouldKeepWhatIsBeyondTheWatermark() {
        HoldBack held = live();
        add(held, 0, entry("orders", 101));
        add(held, 0, mark(0, 101));
        add(held, 0, entry("orders", 102));
        add(held, 0, mark(0, 102));
        add(held, 1, mark(1, 101));

        assertThat(revisions(held.take(MOST, 0))).containsExactly(101L);
        add(held, 1, mark(1, 102));
        assertThat(revisions(held.take(MOST, 0))).containsExactly(102L);
        assertThat(held.held()).isEqualTo(Amount.NONE);
    }

    /** Rule 16: a superseded record of 101 is gone, and partition 1 still says "everything up to 101". */
    @Test
    void shouldGiveNothingOutBeforeTheEndsOfTheStartArePassed() {
        Standing from = new Standing(1, 100, TIME, Map.of(), "topic");
        HoldBack held = new HoldBack(from, 2, reader, true);
        held.barrier(Map.of(0, 2L, 1, 3L));
        add(held, 0, entry("orders", 105));
        add(held, 0, mark(0, 105));
        add(held, 1, mark(1, 101));
        held.passed(Map.of(0, 2L, 1, 1L));
        assertThat(held.take(MOST, 0)).isEmpty();

        add(held, 1, entry("payments", 105));
        add(held, 1, mark(1, 104));
        held.passed(Map.of(0, 2L, 1, 3L));
        assertThat(held.take(MOST, 0))
                .as("104 is less than the newest that was seen")
                .isEmpty();

        add(held, 1, mark(1, 105));
        assertThat(held.take(MOST, 0).orElseThrow().standing().revision()).isEqualTo(105);
    }

    /** Rule 9. */
    @Test
    void shouldGiveNothingOutBelowTheTargetOfARefill() {
        HoldBack held = new HoldBack("topic", 2, reader, true);
        held.barrier(Map.of(0, 0L, 1, 0L));
        held.passed(Map.of(0, 0L, 1, 0L));
        assertThat(held.take(MOST, 0)).isEmpty();
        for (int partition = 0; partition < 2; partition++) {
            add(held, partition, target(3));
            add(held, partition, mark(partition, 2));
        }
        assertThat(held.take(MOST, 0)).isEmpty();

        add(held, 0, mark(0, 3));
        add(held, 1, mark(1, 3));
        assertThat(held.take(MOST, 0).orElseThrow().standing().revision()).isEqualTo(3);
    }

    /** Rule 9. */
    @Test
    void shouldGiveNothingOutBelowWhatReadersHaveSeen() {
        HoldBack held = new HoldBack("topic", 2, reader, true);
        held.barrier(Map.of(0, 1L, 1, 1L));
        add(held, 0, mark(0, 90));
        add(held, 1, mark(1, 90));
        held.passed(Map.of(0, 1L, 1, 1L));

        assertThat(held.take(MOST, 100)).isEmpty();
        add(held, 0, mark(0, 100));
        add(held, 1, mark(1, 100));
        assertThat(held.take(MOST, 100)).isPresent();
    }

    @Test
    void shouldTakeAnEmptyHistoryForRevisionZero() {
        HoldBack held = new HoldBack("topic", 2, reader, true);
        held.barrier(Map.of(0, 0L, 1, 0L));
        held.passed(Map.of(0, 0L, 1, 0L));
        add(held, 0, target(0));
        assertThat(held.take(MOST, 0)).isEmpty();
        add(held, 1, target(0));

        assertThat(held.take(MOST, 0).orElseThrow().standing().revision()).isZero();
    }

    /** Rule 10. */
    @Test
    void shouldTakeWhatIsForEveryServiceFromOnePartition() {
        HoldBack held = live();
        add(held, 0, entry("_", 101));
        add(held, 0, mark(0, 101));
        add(held, 1, entry("_", 101));
        add(held, 1, mark(1, 101));

        assertThat(revisions(held.take(MOST, 0))).containsExactly(101L);
    }

    @Test
    void shouldStopAtAnEarlierWatermarkRatherThanGiveOutTooMuch() {
        HoldBack held = live();
        for (long revision = 101; revision <= 104; revision++) {
            add(held, 0, entry("orders", revision));
            add(held, 0, entry("orders", revision));
            add(held, 0, mark(0, revision));
            add(held, 1, mark(1, revision));
        }

        assertThat(revisions(held.take(new Amount(5, Long.MAX_VALUE), 0))).containsExactly(101L, 101L, 102L, 102L);
        assertThat(revisions(held.take(new Amount(1, Long.MAX_VALUE), 0))).containsExactly(103L, 103L);
        assertThat(revisions(held.take(new Amount(5, Long.MAX_VALUE), 0))).containsExactly(104L, 104L);
    }

    /** 20,000 records of 30 KB are few, and more than the memory that there is. */
    @Test
    void shouldKnowHowLargeItIsWhatIsHeld() {
        HoldBack held = live();
        add(held, 0, entry(101, 1_000_000));
        add(held, 0, mark(0, 101));
        assertThat(held.held().records()).isEqualTo(1);
        assertThat(held.held().bytes()).isBetween(1_000_000L, 1_001_000L);
        assertThat(held.held().exceeds(new Amount(1_000, 999_999))).isTrue();

        add(held, 0, entry(1_000_000, 500_000));
        add(held, 0, mark(0, 102));
        assertThat(held.held().bytes()).as("what no commit wrote is let go").isBetween(1_000_000L, 1_001_000L);

        add(held, 1, mark(1, 102));
        assertThat(held.take(MOST, 0)).isPresent();
        assertThat(held.held()).isEqualTo(Amount.NONE);
    }

    /** Rule 21: a call to Redis is as long as what it brings is large. */
    @Test
    void shouldStopAtAnEarlierWatermarkRatherThanGiveOutWhatIsTooLarge() {
        HoldBack held = live();
        for (long revision = 101; revision <= 104; revision++) {
            add(held, 0, entry(revision, 1_000_000));
            add(held, 0, mark(0, revision));
            add(held, 1, mark(1, revision));
        }
        Amount atMost = new Amount(1_000, 2_500_000);

        assertThat(revisions(held.take(atMost, 0))).containsExactly(101L, 102L);
        assertThat(revisions(held.take(atMost, 0))).containsExactly(103L, 104L);
    }

    @Test
    void shouldHoldNothingOfWhatWasDrained() {
        HoldBack held = new HoldBack("topic", 2, reader, true);
        held.barrier(Map.of(0, 10L, 1, 10L));
        add(held, 0, entry(101, 1_000));
        add(held, 0, mark(0, 101));
        add(held, 0, entry(102, 1_000));
        held.drain(record -> {});

        assertThat(held.held()).isEqualTo(Amount.NONE);
    }

    @Test
    void shouldSkipARecordThatNoCommitWrote() {
        HoldBack held = live();
        add(held, 0, entry("orders", 1_000_000));
        add(held, 0, entry("orders", 101));
        add(held, 0, mark(0, 101));
        add(held, 1, mark(1, 101));

        assertThat(revisions(held.take(MOST, 0))).containsExactly(101L);
        assertThat(malformed).hasValue(1);
    }

    @Test
    void shouldSkipAWatermarkThatGoesBack() {
        HoldBack held = live();
        add(held, 0, mark(0, 99));

        assertThat(malformed).hasValue(1);
        assertThat(held.take(MOST, 0)).isEmpty();
    }

    /** Rule 18. */
    @Test
    void shouldStartAfreshInAnotherEpoch() {
        HoldBack held = live();
        SinkRecord next = new SinkRecord.Watermark(new LogRecord.Watermark(0, 2, 50, TIME, "hash"), null);

        assertThatThrownBy(() -> add(held, 0, next)).isInstanceOf(StartAfreshException.class);
    }

    @Test
    void shouldNotShowWhatWasBuiltWithARecordThatNoCommitWrote() {
        HoldBack held = new HoldBack("topic", 2, reader, true);
        held.barrier(Map.of(0, 10L, 1, 10L));
        add(held, 0, entry("orders", 1_000_000));
        held.drain(record -> {});

        assertThatThrownBy(() -> add(held, 0, mark(0, 101))).isInstanceOf(StartAfreshException.class);
        assertThat(reader.read(new RawRecord(0, 0, 0, 0, null, null, name -> null)))
                .as("the next time it is skipped")
                .isNull();
        assertThat(malformed).hasValue(1);
    }
}
