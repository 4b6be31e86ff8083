package io.headwater.reader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.testkit.faults.Direction;
import io.headwater.testkit.faults.Seeds;
import io.headwater.testkit.faults.TcpRelay;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two replicas behind one balancer, one of them cut off from Redis now and then. A client that asks them in turn and passes
 * the newest revision that it has seen as {@code min-revision} never sees an older one. {@code -Dheadwater.rounds=200}
 * plays more rounds, {@code -Dheadwater.seed=S} one again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReplicasTest {
    private static final int STEPS = 40;
    private static final String NO_WAIT = "&timeout=20ms";

    private final String prefix = Redis.prefix();
    private final TcpRelay relay = TcpRelay.to(Redis.shared().port());
    private final LayoutWriter writer = new LayoutWriter(Redis.shared().uri(), prefix);
    private RunningReader connected;
    private RunningReader cutOff;

    @BeforeAll
    void start() throws Exception {
        writer.environment("dev");
        commit();
        connected = RunningReader.start(Redis.shared().uri(), prefix);
        cutOff = RunningReader.start("redis://" + relay.address(), prefix);
        connected.get("/v1/snapshots/shop/dev/n");
        cutOff.get("/v1/snapshots/shop/dev/n");
    }

    @AfterAll
    void stop() {
        cutOff.close();
        connected.close();
        relay.close();
        writer.close();
    }

    private long commit() {
        return writer.commit(Put.of("shop", "dev", "n", "integer", Long.toString(writer.revision() + 1)));
    }

    @Test
    void rule24_shouldNeverShowAnOlderRevisionToAClientThatPassesOnWhatItHasSeen() {
        Seeds.each(random -> {
            Alternating client = new Alternating();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> fault(random);
                    case 1 -> relay.heal();
                    case 2 -> commit();
                    default -> client.ask(random);
                }
            }
            relay.heal();
            long last = commit();
            converged(last);
            client.ask(random);
            client.ask(random);
            assertThat(client.seen).isEqualTo(last);
        });
    }

    /** What the test stands on: the same client without {@code min-revision} does see an older revision. */
    @Test
    void shouldShowAnOlderRevisionToAClientThatDoesNot() throws Exception {
        converged(writer.revision());
        relay.hold();
        long newest = commit();
        await().until(() -> revision(connected.send("GET", "/v1/snapshots/shop/dev/n")) == newest);

        assertThat(revision(cutOff.send("GET", "/v1/snapshots/shop/dev/n"))).isLessThan(newest);
        HttpResponse<String> asked = cutOff.send("GET", "/v1/snapshots/shop/dev/n?min-revision=" + newest + NO_WAIT);
        assertThat(asked.statusCode()).isEqualTo(504);
        assertThat(asked.body()).contains("\"code\":\"NOT_YET\"", "held is " + (newest - 1));

        relay.heal();
        converged(newest);
    }

    private void converged(long revision) {
        for (RunningReader replica : List.of(connected, cutOff)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> revision(replica.send("GET", "/v1/snapshots/shop/dev/n")) == revision);
        }
    }

    private void fault(RandomGenerator random) {
        Direction[] all = Direction.values();
        Direction[] ways = IntStream.range(0, random.nextInt(2))
                .mapToObj(one -> all[random.nextInt(all.length)])
                .toArray(Direction[]::new);
        switch (random.nextInt(4)) {
            case 0 -> relay.swallow(ways);
            case 1 -> relay.hold(ways);
            case 2 -> relay.delay(Duration.ofMillis(random.nextInt(1, 300)), ways);
            default -> relay.cut();
        }
    }

    private static long revision(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Headwater-Revision").orElse(-1);
    }

    /** The client. */
    private final class Alternating {
        private long seen;
        private boolean other;

        void ask(RandomGenerator random) throws Exception {
            RunningReader replica = other ? cutOff : connected;
            other = !other;
            String path = "/v1/snapshots/shop/dev/n?min-revision=" + seen
                    + (random.nextBoolean() ? NO_WAIT : "&timeout=200ms");
            HttpResponse<String> answer = replica.send("GET", path);
            if (answer.statusCode() == 504) {
                assertThat(answer.body()).contains("NOT_YET");
                return;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(revision(answer)).isGreaterThanOrEqualTo(seen);
            assertThat(answer.body()).contains("\"value\":" + revision(answer) + ",");
            seen = revision(answer);
        }
    }
}
