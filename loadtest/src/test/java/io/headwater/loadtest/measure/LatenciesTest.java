package io.headwater.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final Offset<Double> THREE_DIGITS = within(0.2);

    @Test
    void shouldTellPercentilesInMilliseconds() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(Duration.ofMillis(millis).toNanos());
        }

        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.p50()).isCloseTo(50, THREE_DIGITS);
        assertThat(latencies.p99()).isCloseTo(99, THREE_DIGITS);
        assertThat(latencies.max()).isCloseTo(100, THREE_DIGITS);
    }

    @Test
    void shouldTakeWhatIsOutOfRange() {
        Latencies latencies = new Latencies();
        latencies.add(-5);
        latencies.add(Duration.ofHours(1).toNanos());

        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.max()).isCloseTo(60_000, within(100.0));
    }

    @Test
    void shouldTakeTheMedian() {
        assertThat(Median.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void shouldKeepRoundsApartByName() {
        Medians medians = new Medians();
        medians.add("one", 3);
        medians.add("two", 10);
        medians.add("one", 1);
        medians.add("one", 2);

        assertThat(medians.of("one")).isEqualTo(2);
        assertThat(medians.of("two")).isEqualTo(10);
        assertThat(medians.has("three")).isFalse();
        assertThatThrownBy(() -> medians.of("three")).hasMessageContaining("three");
    }

    @Test
    void shouldCountWhatAllWorkersDid() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ClosedLoop.Action worker = runs::incrementAndGet;
        ClosedLoop loop = new ClosedLoop();

        loop.run(List.of(worker, worker), Duration.ofMillis(5));

        assertThat(loop.latencies().count()).isEqualTo(runs.get());
        assertThat(loop.rate()).isPositive();
    }
}
