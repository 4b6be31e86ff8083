package io.headwater.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MutableClockTest {

    @Test
    void shouldStandStillUntilItIsMoved() {
        MutableClock clock = MutableClock.at("2026-01-01T00:00:00Z");
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:05:00Z");
        assertThat(elsewhere.instant()).isEqualTo("2026-01-01T00:05:00Z");

        clock.set(Instant.EPOCH);
        assertThat(clock.millis()).isZero();
    }
}
