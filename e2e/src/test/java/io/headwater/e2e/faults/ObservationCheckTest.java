package io.headwater.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the checker makes of an answer that there is no such environment. */
class ObservationCheckTest {
    private static final String PASSING = "passing";

    private final History history = new History();
    private final Observations observations = new Observations();

    @BeforeEach
    void makeEnvironments() {
        add(new Change.PutEnvironment(Load.DEV, 1, false, null));
        add(new Change.PutEnvironment(PASSING, 2, false, null));
        add(new Change.DeleteEnvironment(PASSING));
    }

    private void add(Change change) {
        history.add(Commit.chained(history.head() + 1, Instant.EPOCH, "ann", "", List.of(change), CommitHash.GENESIS));
    }

    private List<String> check(String observer, String environment, long revision) {
        observations.saw(new Observation(observer, "shop", environment, revision, false, Map.of()));
        return new ObservationCheck(history).check(observations);
    }

    @Test
    void shouldSeeThatAnEnvironmentWasDeniedThatWasNeverDeleted() {
        assertThat(check("poller", Load.DEV, 0)).containsExactly("poller saw no environment dev at 0");
    }

    @Test
    void shouldAcceptThatAnEnvironmentIsGoneThatComesAndGoes() {
        assertThat(check("poller", PASSING, 2)).isEmpty();
    }

    @Test
    void shouldSeeThatAConsumerMissedAnEnvironment() {
        assertThat(check("consumer", PASSING, 2)).containsExactly("consumer saw no environment passing at 2");
    }
}
