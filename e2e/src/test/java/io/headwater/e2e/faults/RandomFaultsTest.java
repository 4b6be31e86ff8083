package io.headwater.e2e.faults;

import io.headwater.e2e.faults.Part.Uses;
import io.headwater.testkit.faults.TcpRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several faults on top of each other, by seed. */
@Tag("faults")
class RandomFaultsTest {
    private static final int FAULTS = 5;

    /** One kind of fault, which the end of the round heals. */
    private record Kind(String name, FaultRound.Fault fault) {}

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldSurviveManyFaultsAtOnce(long seed) {
        FaultRound.play("random faults", seed, round -> {
            for (int i = 0; i < FAULTS; i++) {
                List<Kind> kinds = kinds(round.system());
                Kind kind = kinds.get(round.random().nextInt(kinds.size()));
                FaultRound.note(kind.name());
                kind.fault().happen(round);
                round.goOn(Duration.ofSeconds(2));
                if (round.random().nextBoolean()) {
                    FaultRound.note("healing");
                    round.system().heal();
                }
            }
        });
    }

    private static List<Kind> kinds(FaultSystem system) {
        List<Kind> kinds = new ArrayList<>();
        List<Part> parts = new ArrayList<>(system.writers());
        parts.add(system.propagator());
        parts.addAll(system.readers());
        for (Part part : parts) {
            kinds.add(new Kind("kill " + part, round -> part.kill()));
            kinds.add(new Kind("stop " + part, round -> part.pause()));
            for (Uses uses : part.uses()) {
                TcpRelay relay = part.relay(uses);
                kinds.add(new Kind("cut " + part + " from " + uses, round -> relay.swallow()));
                kinds.add(new Kind("reset " + part + " and " + uses, round -> relay.cut()));
                kinds.add(new Kind(
                        "slow " + part + " and " + uses,
                        round -> relay.delay(
                                Duration.ofMillis(10 + round.random().nextInt(200)))));
            }
        }
        kinds.add(new Kind("kill Redis", round -> system.redis().kill()));
        kinds.add(new Kind("stop Redis", round -> system.redis().pause()));
        kinds.add(new Kind("kill Kafka", round -> system.kafka().kill()));
        kinds.add(new Kind("stop Kafka", round -> system.kafka().pause()));
        kinds.add(new Kind("kill a node of MongoDB", round -> system.mongo().kill(node(round.random()))));
        kinds.add(new Kind("stop a node of MongoDB", round -> system.mongo().pause(node(round.random()))));
        return kinds;
    }

    private static int node(RandomGenerator random) {
        return random.nextInt(3);
    }
}
