package io.headwater.loadtest.wrk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadTest {
    private static final String OUTPUT = """
            Running 1s test @ http://127.0.0.1:8081/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   622.30us  236.93us   6.62ms   92.09%
                Req/Sec   102.86k     4.91k  108.60k    81.82%
              Latency Distribution
                 50%  588.00us
                 75%  673.00us
                 90%  800.00us
                 99%    1.44ms
              112538 requests in 1.10s, 42.93MB read
            Requests/sec: 102296.65
            Transfer/sec:     39.02MB
            """;

    @Test
    void shouldReadWhatWrkSays() {
        Load load = Load.parse(OUTPUT);

        assertThat(load.requests()).isEqualTo(112_538);
        assertThat(load.perSecond()).isEqualTo(102_296.65);
        assertThat(load.p99()).isEqualTo(1.44);
        assertThat(load.failures()).isZero();
    }

    @Test
    void shouldReadEveryUnit() {
        assertThat(Load.parse(OUTPUT.replace("   1.44ms", " 720.00us")).p99()).isEqualTo(0.72);
        assertThat(Load.parse(OUTPUT.replace("   1.44ms", "   2.50s")).p99()).isEqualTo(2_500);
    }

    @Test
    void shouldCountWhatFailed() {
        String failed = OUTPUT + """
                  Socket errors: connect 1, read 20, write 300, timeout 4000
                  Non-2xx or 3xx responses: 50000
                """;

        assertThat(Load.parse(failed).failures()).isEqualTo(54_321);
    }

    @Test
    void shouldNotTakeAnythingElseForAResult() {
        assertThatThrownBy(() -> Load.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unable to connect");
    }
}
