package io.headwater.writer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final Duration MOST = Duration.ofMillis(50);
    private static final long TRANSACTION = Duration.ofMillis(4).toNanos();

    @Test
    void shouldNotPutOffTheFirst() {
        assertThat(new Gathering(MOST).left(System.nanoTime())).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void shouldPutNobodyOffWhenCommitsComeOneByOne() {
        Gathering gathering = new Gathering(MOST);
        gathering.begins(1, 0);
        assertThat(gathering.left(TRANSACTION)).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void shouldPutOffByTheSizeOfABatchAndNeverByMoreThanTheLimit() {
        Gathering gathering = new Gathering(MOST);
        gathering.begins(10, 0);
        assertThat(gathering.left(TRANSACTION)).isEqualTo(Duration.ofMillis(16));
        gathering.begins(400, 0);
        assertThat(gathering.left(TRANSACTION)).isEqualTo(Duration.ofMillis(46));
    }

    @Test
    void shouldGoBackToSingleCommitsWhenTheLoadEnds() {
        Gathering gathering = new Gathering(MOST);
        long now = 0;
        int batch = 25;
        // 250 commits a second: what comes while one batch is put off is the next.
        for (int i = 0; i < 10 && batch > 1; i++) {
            gathering.begins(batch, now);
            long wait = Math.max(gathering.left(now).toNanos(), TRANSACTION);
            now += wait;
            batch = (int) Math.max(1, wait * 250 / 1_000_000_000L);
        }
        assertThat(batch).isEqualTo(1);
    }

    @Test
    void shouldNeverPutOffWhereThatIsSwitchedOff() {
        Gathering gathering = new Gathering(Duration.ZERO);
        gathering.begins(500, 0);
        assertThat(gathering.left(0)).isLessThanOrEqualTo(Duration.ZERO);
    }
}
