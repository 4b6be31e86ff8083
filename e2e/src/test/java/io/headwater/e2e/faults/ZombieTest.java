package io.headwater.e2e.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that stop in the middle of something until another has taken over, and then go on as if nothing had happened. */
@Tag("faults")
class ZombieTest {
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(30);

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldFenceARelayThatComesBack(long seed) {
        FaultRound.play("stop the relaying writer until another relays", seed, round -> {
            FaultSystem system = round.system();
            Part stopped = system.relayingWriter();
            stopped.pause();
            Part successor = system.relayingWriter();
            if (successor == stopped) {
                throw new AssertionError("a stopped process relays");
            }
            stopped.resume();
            round.goOn(Duration.ofSeconds(2));
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldNotLetAPropagatorThatComesBackWriteWhatIsOld(long seed) {
        FaultRound.play("stop the propagator until another has taken over", seed, round -> {
            FaultSystem system = round.system();
            Part second = system.secondPropagator();
            second.launch();
            second.awaitReady();
            round.goOn(Duration.ofSeconds(1));
            system.propagator().pause();
            long head = round.newest();
            Await.until(
                    "the second propagator to write to Redis",
                    TAKEN_OVER_WITHIN,
                    () -> system.redisRevision(Load.DEV) > head);
            system.propagator().resume();
            round.goOn(Duration.ofSeconds(2));
            second.end();
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveAPrimaryThatComesBack(long seed) {
        FaultRound.play("stop the MongoDB primary until another is elected", seed, round -> {
            FaultSystem system = round.system();
            int primary = system.mongo().awaitPrimary(TAKEN_OVER_WITHIN);
            system.mongo().pause(primary);
            long head = round.newest();
            Await.until("a commit by another primary", TAKEN_OVER_WITHIN, () -> round.newest() > head + 5);
            system.mongo().resume(primary);
            round.goOn(Duration.ofSeconds(2));
        });
    }
}
