package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void shouldAlwaysHaveMilliseconds() {
        assertThat(Times.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(Times.format(Instant.parse("2026-01-02T03:04:05.678912Z"))).isEqualTo("2026-01-02T03:04:05.678Z");
    }

    @Test
    void shouldReadAnyOffset() {
        assertThat(Times.parse("2026-01-02T05:04:05.1+02:00")).isEqualTo(Instant.parse("2026-01-02T03:04:05.100Z"));
    }
}
