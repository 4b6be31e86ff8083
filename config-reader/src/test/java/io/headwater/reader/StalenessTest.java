package io.headwater.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.view.StaleRules;
import io.headwater.reader.view.Staleness;
import io.headwater.testkit.faults.TcpRelay;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that cannot hear from Redis says so, in every answer and in its readiness. */
class StalenessTest {
    private static final Duration MARK = Duration.ofMillis(600);

    private final String prefix = Redis.prefix();
    private final TcpRelay relay = TcpRelay.to(Redis.shared().port());
    private LayoutWriter writer;

    @BeforeEach
    void write() {
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "1"));
    }

    @AfterEach
    void close() {
        relay.close();
        writer.close();
    }

    private RunningReader start(StaleRules rules) throws Exception {
        String through = "redis://" + relay.address();
        ReaderConfig config = RunningReader.config(through, prefix);
        return RunningReader.start(
                through,
                prefix,
                same -> same.withHeld(new HeldRules(config.held().cacheBytes(), rules))
                        .withViews(Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    private static Optional<String> stale(HttpResponse<?> answer) {
        return answer.headers().firstValue(Staleness.HEADER);
    }

    @Test
    void shouldMarkWhatItServesWhileRedisIsSilentAndNotBeforeOrAfter() throws Exception {
        try (RunningReader reader = start(new StaleRules(MARK, Duration.ofMinutes(5), Duration.ofSeconds(30)))) {
            HttpResponse<String> current = reader.get("/v1/snapshots/shop/dev");
            assertThat(stale(current)).isEmpty();
            String tag = current.headers().firstValue("ETag").orElseThrow();

            relay.hold();
            await().untilAsserted(() ->
                    assertThat(stale(reader.get("/v1/snapshots/shop/dev/n"))).isPresent());

            HttpResponse<String> held = reader.get("/v1/snapshots/shop/dev");
            assertThat(held.statusCode()).isEqualTo(200);
            assertThat(Long.parseLong(stale(held).orElseThrow())).isGreaterThan(MARK.toMillis());
            HttpResponse<String> unchanged = reader.get("/v1/snapshots/shop/dev", "If-None-Match", tag);
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(stale(unchanged)).isPresent();
            try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
                assertThat(stream.header(Staleness.HEADER)).isNotEmpty();
                assertThat(stream.next().event()).isEqualTo("snapshot");
            }
            assertThat(reader.management("/health/ready").statusCode()).isEqualTo(200);
            assertThat(reader.management("/health/ready").body()).contains("\"stale\"", "\"milliseconds\":");

            relay.forward();
            await().untilAsserted(() ->
                    assertThat(stale(reader.get("/v1/snapshots/shop/dev/n"))).isEmpty());
            assertThat(reader.management("/health/ready").body()).doesNotContain("\"stale\"");
        }
    }

    @Test
    void shouldRefuseWhatIsNotHeldWithinItsBoundWhileRedisIsSilent() throws Exception {
        try (RunningReader reader = start(new StaleRules(MARK, Duration.ofMinutes(5), Duration.ofSeconds(30)))) {
            relay.hold();
            long asked = System.nanoTime();
            HttpResponse<String> late = reader.get("/v1/snapshots/cart/dev");

            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("\"code\":\"UNAVAILABLE\"", "cart");
            assertThat(late.headers().firstValue("Retry-After")).hasValue("1");
            // Bounded by the setting, one second, and not by Redis, which never answers.
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
            await().untilAsserted(() -> assertThat(
                            reader.get("/v1/snapshots/cart/dev").body())
                    .contains("the environment dev cannot be read: for ", " ms, Redis does not answer"));

            relay.forward();
            await().untilAsserted(() -> assertThat(
                            reader.get("/v1/snapshots/cart/dev").statusCode())
                    .isEqualTo(200));
        }
    }

    @Test
    void shouldLeaveReadinessWhenRedisIsSilentForTooLongAndComeBack() throws Exception {
        try (RunningReader reader = start(new StaleRules(MARK, Duration.ofMillis(1_500), Duration.ofSeconds(30)))) {
            reader.get("/v1/snapshots/shop/dev");
            relay.hold();
            await().untilAsserted(() ->
                    assertThat(reader.management("/health/ready").statusCode()).isEqualTo(503));

            assertThat(reader.management("/health/ready").body())
                    .containsPattern("dev: nothing newer than revision 2 can have been seen for [0-9]+ ms,"
                            + " and the limit is 1500 ms")
                    .contains("\"status\":\"not-ready\"");
            // Whoever still comes is served.
            assertThat(reader.get("/v1/snapshots/shop/dev/n").statusCode()).isEqualTo(200);
            assertThat(reader.management("/health/live").statusCode()).isEqualTo(200);

            relay.forward();
            reader.ready();
        }
    }

    @Test
    void shouldLeaveReadinessWhenItKnowsOfCommitsThatItCannotGet() throws Exception {
        try (RunningReader reader = start(new StaleRules(MARK, Duration.ofMinutes(5), Duration.ofMillis(900)))) {
            reader.get("/v1/snapshots/shop/dev");
            // The environment is lost, while the catalog goes on.
            writer.client().getKeys().delete(writer.keys().current("dev"));
            long revision = writer.silently(Put.of("shop", "dev", "n", "integer", "2"));

            await().untilAsserted(() ->
                    assertThat(reader.management("/health/ready").statusCode()).isEqualTo(503));
            assertThat(reader.management("/health/ready").body())
                    .containsPattern("dev: behind for [0-9]+ ms, at revision 2 of " + revision
                            + ", and the limit is 900 ms: Redis has no state")
                    .contains("\"catching-up\"", "\"revisions\":1");

            writer.build("dev");
            reader.ready();
            assertThat(reader.get("/v1/snapshots/shop/dev?format=flat").body()).isEqualTo("{\"n\":2}");
        }
    }
}
