package io.headwater.e2e.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kill -9} of each part and each service, under load. */
@Tag("faults")
class KillTest {
    private static final Duration DOWN = Duration.ofSeconds(2);

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfTheRelayingWriter(long seed) {
        FaultRound.play("kill the relaying writer", seed, round -> {
            Part writer = round.system().relayingWriter();
            writer.kill();
            round.goOn(DOWN.multipliedBy(2));
            writer.restart();
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfTheOtherWriter(long seed) {
        FaultRound.play("kill the other writer", seed, round -> {
            FaultSystem system = round.system();
            system.otherWriter(system.relayingWriter()).kill();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfThePropagator(long seed) {
        FaultRound.play("kill the propagator", seed, round -> {
            round.system().propagator().kill();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfAReader(long seed) {
        FaultRound.play("kill a reader", seed, round -> {
            round.system().readers().get(round.random().nextInt(2)).kill();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheLossOfRedis(long seed) {
        FaultRound.play("kill Redis, data lost", seed, round -> {
            round.system().redis().kill();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfTheBroker(long seed) {
        FaultRound.play("kill the Kafka broker", seed, round -> {
            round.system().kafka().kill();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveAnEmptyKafkaInPlaceOfTheOldOne(long seed) {
        FaultRound.play("Kafka replaced by an empty one", seed, round -> {
            round.system().kafka().wipe();
            round.goOn(DOWN);
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveTheDeathOfMongosPrimary(long seed) {
        FaultRound.play("kill the MongoDB primary", seed, round -> {
            int _ = round.system().mongo().killPrimary();
            round.goOn(DOWN.multipliedBy(3));
        });
    }
}
