package io.headwater.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long MILLI = 1_000_000;

    private final ManualPace pace = new ManualPace();
    private final List<Long> intended = new ArrayList<>();

    @Test
    void shouldStartEachOperationAtItsMoment() throws InterruptedException {
        new OpenLoop(pace, Runnable::run).run(100, Duration.ofMillis(50), moment -> {
            assertThat(pace.now).isEqualTo(moment);
            intended.add(moment);
        });

        assertThat(intended).containsExactly(10 * MILLI, 20 * MILLI, 30 * MILLI, 40 * MILLI, 50 * MILLI);
    }

    @Test
    void shouldKeepTheScheduleWhenItIsHeldUp() throws InterruptedException {
        // The second operation blocks for 35 ms: those that should have started meanwhile do so late, and know it.
        List<Long> late = new ArrayList<>();
        new OpenLoop(pace, Runnable::run).run(100, Duration.ofMillis(60), moment -> {
            intended.add(moment);
            late.add((pace.now - moment) / MILLI);
            if (intended.size() == 2) {
                pace.now += 35 * MILLI;
            }
        });

        assertThat(intended).hasSize(6).isSorted().endsWith(60 * MILLI);
        assertThat(late).containsExactly(0L, 0L, 25L, 15L, 5L, 0L);
    }

    private static final class ManualPace implements Pace {
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void until(long nanos) {
            now = Math.max(now, nanos);
        }
    }
}
