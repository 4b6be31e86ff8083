package io.headwater.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LagClockTest {
    private static final Instant START = Instant.parse("2026-11-01T08:00:00.000Z");

    private Instant now = START;
    private final LagClock lag = new LagClock(() -> now);

    private Duration at(int second, long newest, int newestMade, long reached, int reachedMade) {
        now = START.plusSeconds(second);
        return lag.lag(newest, START.plusSeconds(newestMade), reached, START.plusSeconds(reachedMade));
    }

    @Test
    void shouldBeZeroWithEverything() {
        assertThat(at(3_600, 7, 0, 7, 0)).isZero();
        assertThat(at(3_600, 7, 0, 8, 0)).isZero();
    }

    @Test
    void shouldCountFromTheCommitThatIsMissingAndNotFromTheQuietHourBeforeIt() {
        assertThat(at(3_601, 8, 3_600, 7, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(at(3_605, 8, 3_600, 7, 0)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldGoOnCountingWhileMoreAndMoreIsMissing() {
        assertThat(at(10, 8, 10, 7, 0)).isZero();
        assertThat(at(20, 9, 20, 7, 0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(at(30, 10, 30, 7, 0)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void shouldFollowAHopThatIsOnItsWay() {
        assertThat(at(10, 8, 10, 7, 0)).isZero();
        assertThat(at(31, 12, 31, 11, 30)).isEqualTo(Duration.ofSeconds(1));
        assertThat(at(32, 12, 31, 12, 31)).isZero();
        assertThat(at(51, 13, 50, 12, 31)).as("a new stretch").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotBeNegativeWhenAnotherMachinesClockIsAhead() {
        assertThat(at(10, 8, 60, 7, 0)).isZero();
    }
}
