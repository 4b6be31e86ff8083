package io.headwater.e2e.faults;

import io.headwater.e2e.faults.Part.Uses;
import io.headwater.testkit.faults.Direction;
import io.headwater.testkit.faults.TcpRelay;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the way to Redis without any process dying. */
@Tag("faults")
class RedisFaultsTest {
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(30);

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldRefuseAWriteThatArrivesLate(long seed) {
        FaultRound.play("a delayed Redis write arrives after another sink's", seed, round -> {
            FaultSystem system = round.system();
            Part second = system.secondPropagator();
            second.launch();
            second.awaitReady();
            TcpRelay late = system.propagator().relay(Uses.REDIS);
            late.hold(Direction.TO_SERVER);
            round.goOn(Duration.ofMillis(500));
            long head = round.newest();
            Await.until("another sink's write", TAKEN_OVER_WITHIN, () -> system.redisRevision(Load.DEV) > head);
            late.forward();
            round.goOn(Duration.ofSeconds(2));
            second.end();
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldNotNeedTheDoorbell(long seed) {
        FaultRound.play("pub/sub connections killed", seed, round -> {
            for (int i = 0; i < 8; i++) {
                round.system().redis().send("CLIENT", "KILL", "TYPE", "pubsub");
                round.goOn(Duration.ofMillis(400));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldRebuildWhatWasFlushed(long seed) {
        FaultRound.play("Redis emptied while it runs", seed, round -> {
            round.system().redis().flush();
            round.goOn(Duration.ofSeconds(2));
            round.system().redis().flush();
        });
    }
}
