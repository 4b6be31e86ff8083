package io.headwater.e2e.faults;

import io.headwater.e2e.faults.Part.Uses;
import io.headwater.testkit.faults.Direction;
import io.headwater.testkit.faults.TcpRelay;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each pair of parts, cut apart by a relay that swallows bytes: what is asked, what is answered, and both. The one way is
 * the worse one: it was done, and nobody says so. A round cuts each pair in one of the three ways, by its seed.
 */
@Tag("faults")
class CutTest {
    private static final Duration CUT = Duration.ofSeconds(6);

    private enum Way {
        REQUESTS,
        ANSWERS,
        BOTH;

        Direction[] directions() {
            return switch (this) {
                case REQUESTS -> new Direction[] {Direction.TO_SERVER};
                case ANSWERS -> new Direction[] {Direction.TO_CLIENT};
                case BOTH -> new Direction[] {Direction.TO_SERVER, Direction.TO_CLIENT};
            };
        }
    }

    static Stream<Arguments> cuts() {
        return FaultRound.seeds()
                .boxed()
                .flatMap(seed -> Stream.of(
                        Arguments.of("relaying writer", Uses.MONGO, seed),
                        Arguments.of("relaying writer", Uses.KAFKA, seed),
                        Arguments.of("propagator", Uses.KAFKA, seed),
                        Arguments.of("propagator", Uses.REDIS, seed),
                        Arguments.of("reader", Uses.REDIS, seed)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void shouldSurviveACut(String who, Uses from, long seed) {
        FaultRound.play("cut the " + who + " from " + from, seed, round -> {
            Part part = part(who).apply(round.system());
            Way way = Way.values()[round.random().nextInt(Way.values().length)];
            TcpRelay relay = part.relay(from);
            FaultRound.note("swallowing " + way + " between " + part + " and " + from);
            relay.swallow(way.directions());
            round.goOn(CUT);
        });
    }

    private static Function<FaultSystem, Part> part(String who) {
        return switch (who) {
            case "relaying writer" -> FaultSystem::relayingWriter;
            case "propagator" -> FaultSystem::propagator;
            default -> system -> List.copyOf(system.readers()).getFirst();
        };
    }
}
