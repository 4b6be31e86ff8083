package io.headwater.e2e.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No fault at all, but two writers and sixteen clients that compare and set the same three counters, without a rest. */
@Tag("faults")
class ContentionTest {
    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldLoseNoUpdate(long seed) {
        FaultRound.play("two writers, sixteen compare-and-set clients", seed, round -> {
            round.load().pausing(Duration.ofMillis(10));
            round.goOn(Duration.ofSeconds(3));
        });
    }
}
