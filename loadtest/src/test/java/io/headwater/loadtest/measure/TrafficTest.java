package io.headwater.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Loopback route = new Loopback();

    @Test
    void shouldSendOneAfterAnother() throws Exception {
        List<Trip> trips = Traffic.oneByOne(route, 5);

        assertThat(trips).extracting(Trip::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        Latencies latencies = new Latencies();
        Traffic.addLatencies(trips, route.arrivals(), latencies);
        assertThat(latencies.count()).isEqualTo(5);
    }

    @Test
    void shouldCountFromTheMomentThatWasIntended() throws Exception {
        Arrivals seen = new Arrivals("the test");
        seen.arrived(1, 9_000_000);
        Latencies latencies = new Latencies();

        Traffic.addLatencies(List.of(new Trip(1, 2_000_000, 8_000_000)), seen, latencies);

        assertThat(latencies.max()).isBetween(6.99, 7.01);
    }

    @Test
    void shouldSendAtARate() throws Exception {
        assertThat(Traffic.atRate(route, 1_000, Duration.ofMillis(20))).hasSize(20);
    }

    @Test
    void shouldFailWhenSendingFails() {
        route.broken = true;

        assertThatThrownBy(() -> Traffic.atRate(route, 1_000, Duration.ofMillis(5)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Traffic.oneByOne(route, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldNameWhoDidNotSeeAChange() {
        assertThatThrownBy(() -> new Arrivals("the bell").await(3, Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("the bell did not see number 3");
    }

    @Test
    void shouldTakeAnEventForAllBeforeIt() throws Exception {
        Arrivals seen = new Arrivals("the test");
        seen.arrivedUpTo(2, 10);
        seen.arrivedUpTo(4, 20);
        seen.arrivedUpTo(3, 30);

        assertThat(seen.await(1, Duration.ZERO)).isEqualTo(10);
        assertThat(seen.await(3, Duration.ZERO)).isEqualTo(20);
        assertThat(seen.await(4, Duration.ZERO)).isEqualTo(20);
    }

    private static final class Loopback implements Route {
        private final Arrivals arrivals = new Arrivals("the loopback");
        private final AtomicLong last = new AtomicLong();
        private volatile boolean broken;

        @Override
        public long send() throws IOException {
            if (broken) {
                throw new IOException("broken on purpose");
            }
            long number = last.incrementAndGet();
            arrivals.arrived(number, System.nanoTime());
            return number;
        }

        @Override
        public Arrivals arrivals() {
            return arrivals;
        }
    }
}
