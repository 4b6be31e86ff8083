package io.headwater.writer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.headwater.runtime.redis.RedisOptions;
import io.headwater.schemas.redis.RedisKeys;
import io.headwater.testkit.faults.TcpRelay;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.http.ReaderReports;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedisReaderReportsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final String prefix = SharedParts.uniqueName("hw");
    private final RedisKeys keys = new RedisKeys(prefix);
    private final RedisReaderReports reports =
            new RedisReaderReports(options(SharedParts.redisUri()), InstantSource.system());

    private RedisOptions options(String uri) {
        return RedisOptions.single(uri, prefix);
    }

    @BeforeEach
    void connect() {
        assertThat(reports.replicas()).isEmpty();
    }

    @AfterEach
    void close() {
        reports.close();
    }

    private void report(String replica, Duration age, String revisions) throws IOException {
        long time = System.currentTimeMillis() - age.toMillis();
        SharedParts.redis()
                .send("HSET", keys.readers(), replica, "'{\"time\":" + time + ",\"revisions\":" + revisions + "}'");
        SharedParts.redis().send("PUBLISH", keys.reports(), replica);
    }

    @Test
    void shouldBeServedOnlyByEveryReplicaThatReportedLately() throws Exception {
        assertThat(reports.served(Set.of("dev"), 5, SHORT)).as("nobody reports").isFalse();
        report("a", Duration.ZERO, "{\"dev\":5,\"prod\":5}");
        assertThat(reports.served(Set.of("dev", "prod"), 5, SHORT)).isTrue();
        report("b", Duration.ZERO, "{\"dev\":4}");
        assertThat(reports.served(Set.of("dev"), 5, SHORT)).as("one is behind").isFalse();
        assertThat(reports.served(Set.of("dev"), 4, SHORT)).isTrue();
        assertThat(reports.served(Set.of("prod"), 4, SHORT))
                .as("one does not serve it")
                .isFalse();
        report("b", Duration.ofSeconds(6), "{\"dev\":4}");
        assertThat(reports.served(Set.of("dev"), 5, SHORT)).as("one is gone").isTrue();
        assertThat(reports.replicas()).containsExactly(new ReaderReports.Replica("a", Map.of("dev", 5L, "prod", 5L)));
    }

    @Test
    void shouldReturnAsSoonAsTheLastOneServesIt() throws Exception {
        report("a", Duration.ZERO, "{\"dev\":1}");
        CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reports.served(Set.of("dev"), 2, LONG);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        report("a", Duration.ZERO, "{\"dev\":2}");
        assertThat(served.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    @Timeout(60)
    void shouldNotWaitLongerThanItIsToldToWhenRedisHangs() throws Exception {
        String server = SharedParts.redisUri();
        try (TcpRelay way = TcpRelay.to(URI.create(server).getPort());
                RedisReaderReports hanging = new RedisReaderReports(
                        options("redis://" + way.address()).within(Duration.ofSeconds(5)), InstantSource.system())) {
            way.swallow();
            assertTimeout(
                    Duration.ofSeconds(3),
                    () -> assertThat(hanging.served(Set.of("dev"), 1, SHORT)).isFalse());
        }
    }

    @Test
    void shouldPassOverWhatIsNoReport() throws Exception {
        SharedParts.redis().send("HSET", keys.readers(), "x", "nonsense");
        report("a", Duration.ZERO, "{\"dev\":1}");
        assertThat(reports.replicas()).hasSize(1);
    }

    @Test
    void shouldTellWhatRedisHolds() throws Exception {
        SharedParts.redis().send("SET", keys.current("dev"), "g1");
        SharedParts.redis().send("HSET", keys.meta("dev", "g1"), "revision", "42");
        assertThat(reports.stored(Set.of("dev", "prod"))).isEqualTo(Map.of("dev", 42L));
    }

    @Test
    void shouldKnowNothingWhileRedisIsDown() throws Exception {
        try (RedisReaderReports none = new RedisReaderReports(options("redis://127.0.0.1:9"), InstantSource.system())) {
            assertThat(none.replicas()).isEmpty();
            assertThat(none.stored(Set.of("dev"))).isEmpty();
            assertThat(none.served(Set.of("dev"), 1, SHORT)).isFalse();
        }
    }
}
