package io.headwater.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final HealthPart part = new Health().required("kafka");
    private final List<Duration> pauses = new ArrayList<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private final Patience patience = new Patience(backoff, new SplittableRandom(1), pauses::add);

    @Test
    void shouldTryAgainWithLongerAndLongerPauses() throws Exception {
        List<PartHealth> seen = new ArrayList<>();

        String result = patience.until(part, "connecting", () -> {
            seen.add(part.current());
            if (seen.size() < 8) {
                throw new ExecutionException(new IOException("refused"));
            }
            return "connected";
        });

        assertThat(result).isEqualTo("connected");
        assertThat(seen.getLast()).isEqualTo(new PartHealth(PartState.DOWN, "connecting failed: IOException: refused"));
        long[] full = {100, 200, 400, 800, 1_000, 1_000, 1_000};
        for (int i = 0; i < full.length; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(full[i] / 2), Duration.ofMillis(full[i]));
        }
        assertThat(pauses).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotTryAgainWhatWaitingDoesNotCure() {
        assertThatThrownBy(() -> patience.until(part, "checking", () -> {
                    throw new StartRefusedException("two partitions");
                }))
                .isInstanceOf(StartRefusedException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldNotOverflowAfterManyFailures() {
        assertThat(backoff.delay(10_000, new SplittableRandom(1))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
