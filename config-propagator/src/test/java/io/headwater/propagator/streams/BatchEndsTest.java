package io.headwater.propagator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.LogRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchEndsTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00Z");
    private static final long NOW = TIME.toEpochMilli() + 5;

    private final BatchEnds ends = new BatchEnds();

    private static LogRecord.Watermark mark(long revision, Instant time) {
        return new LogRecord.Watermark(0, 1, revision, time, "0".repeat(64));
    }

    private boolean passes(int partition, long revision) {
        return ends.passes(new LogRecord.Watermark(partition, 1, revision, TIME, "0".repeat(64)), NOW);
    }

    @Test
    void shouldCommitWhenTheLastPartitionHasPassed() {
        ends.begins(0);
        ends.begins(1);
        ends.begins(2);
        assertThat(passes(1, 7)).isFalse();
        assertThat(passes(0, 7)).isFalse();
        assertThat(passes(2, 7)).isTrue();
        assertThat(passes(2, 8)).as("the next batch begins").isFalse();
    }

    @Test
    void shouldHeedAPartitionThatIsAhead() {
        ends.begins(0);
        ends.begins(1);
        assertThat(passes(0, 7)).isFalse();
        assertThat(passes(0, 8)).isFalse();
        assertThat(passes(1, 7)).isTrue();
    }

    @Test
    void shouldLetBatchesInQuickSuccessionShareACommit() {
        ends.begins(0);
        Instant soon = TIME.plusMillis(11);
        Instant later = TIME.plusMillis(12);
        assertThat(ends.passes(mark(7, TIME), TIME.toEpochMilli())).isTrue();
        assertThat(ends.passes(mark(8, soon), soon.toEpochMilli())).isFalse();
        assertThat(ends.passes(mark(9, later), later.toEpochMilli())).isTrue();
    }

    @Test
    void shouldNotWaitForAPartitionThatWentElsewhere() {
        ends.begins(0);
        ends.begins(1);
        ends.ends(1);
        assertThat(passes(0, 7)).isTrue();
    }

    @Test
    void shouldGatherWhenItIsBehind() {
        ends.begins(0);
        assertThat(ends.passes(mark(7, TIME), TIME.toEpochMilli() + 30)).isFalse();
        assertThat(ends.passes(mark(7, TIME), TIME.toEpochMilli() + 29)).isTrue();
    }

    @Test
    void shouldTellThreadsApart() throws InterruptedException {
        ends.begins(0);
        Thread other = Thread.ofPlatform().start(() -> ends.begins(1));
        other.join();
        assertThat(passes(0, 7)).isTrue();
    }
}
