package io.headwater.loadtest.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisBenchmarkTest {
    @Test
    void shouldReadTheRateOfATest() {
        String csv = """
                "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
                "GET","134589.50","0.253","0.080","0.247","0.343","0.471","1.015"
                """;

        assertThat(RedisBenchmark.rate("GET", csv)).isEqualTo(134_589.5);
        assertThatThrownBy(() -> RedisBenchmark.rate("SET", csv)).hasMessageContaining("SET");
    }
}
