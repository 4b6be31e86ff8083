package io.headwater.reader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.HeldRules;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.Sse;
import io.headwater.reader.view.StaleRules;
import io.headwater.testkit.faults.TcpRelay;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis away, or slow, while what is held is looked up all the time. */
class RedisOutageTest {
    private static final List<String> SERVICES = List.of("shop", "cart", "stock", "search");
    private static final StaleRules RULES =
            new StaleRules(Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofSeconds(30));

    private final RedisServer redis = Redis.start("outage");
    private final TcpRelay relay = TcpRelay.to(redis.port());
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        writer = new LayoutWriter(redis.uri(), "hw");
        writer.environment("dev");
        commit();
        String through = "redis://" + relay.address();
        reader = RunningReader.start(
                through,
                "hw",
                config -> config.withHeld(new HeldRules(config.held().cacheBytes(), RULES)));
        SERVICES.forEach(service -> reader.get("/v1/snapshots/" + service + "/dev/n"));
    }

    @AfterEach
    void stop() {
        reader.close();
        relay.close();
        writer.close();
        redis.close();
    }

    private long commit() {
        String number = Long.toString(writer.revision() + 1);
        return writer.commit(SERVICES.stream()
                .map(service -> Put.of(service, "dev", "n", "integer", number))
                .toArray(Put[]::new));
    }

    private void converged(long revision) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                reader.get("/v1/snapshots/shop/dev?format=flat").body())
                        .isEqualTo("{\"n\":" + revision + "}"));
    }

    private static void answered(HeldReads reads, int more) {
        long goal = reads.answers() + more;
        await().atMost(Duration.ofSeconds(30)).until(() -> reads.answers() >= goal);
    }

    @Test
    void shouldFailNoLookupOfWhatIsHeldWhileRedisIsKilledAndComesBackEmpty() throws Exception {
        try (HeldReads reads = HeldReads.start(reader, 8, SERVICES);
                Sse stream = reader.stream("/v1/stream/shop/dev")) {
            assertThat(stream.next().event()).isEqualTo("snapshot");
            answered(reads, 200);
            redis.kill();
            await().until(() -> reads.marked() > 0);
            answered(reads, 1_000);
            assertThat(reader.get("/v1/snapshots/never-asked-for/dev").statusCode())
                    .isEqualTo(503);

            redis.restart();
            answered(reads, 200);
            await().ignoreExceptions().untilAsserted(() -> writer.rebuild());
            long revision = commit();

            converged(revision);
            assertThat(stream.next().id()).isEqualTo(Long.toString(revision));
            await().until(() ->
                    reader.management("/health/ready").body().contains("\"environments\":{\"state\":\"up\""));
            answered(reads, 200);
            assertThat(reads.wrong()).isEmpty();
        }
    }

    @Test
    void shouldAnswerWhatIsHeldWithoutWaitingForARedisThatTakesFiveSeconds() throws Exception {
        try (HeldReads reads = HeldReads.start(reader, 8, SERVICES)) {
            answered(reads, 200);
            relay.delay(Duration.ofSeconds(5));
            await().until(() -> reads.marked() > 0);
            // Each client asks again only when it has its answer: none of these can have waited for Redis.
            answered(reads, 2_000);
            long missed = commit();
            assertThat(reader.get("/v1/snapshots/never-asked-for/dev").statusCode())
                    .isEqualTo(503);
            assertThat(reader.management("/health/ready").statusCode()).isEqualTo(200);

            relay.forward();
            converged(missed);
            long marked = reads.marked();
            assertThat(marked).isGreaterThan(1_000);
            assertThat(reads.wrong()).isEmpty();
        }
    }
}
