package io.headwater.reader.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.MetricText;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;

/** What Redis is asked for, counted by Redis. The reader looks at it once a minute, if it is not asked for anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripTest {
    private final RedisServer redis = Redis.start("round-trips");
    private final LayoutWriter writer = new LayoutWriter(redis.uri(), "hw");
    private RunningReader reader;

    @BeforeAll
    void start() throws Exception {
        writer.environment("dev");
        writer.commit(Put.of("_", "dev", "all", "integer", "1"), Put.of("shop", "dev", "n", "integer", "1"));
        reader = RunningReader.start(
                redis.uri(), "hw", config -> config.withViews(Duration.ofMinutes(1), Duration.ofSeconds(5)));
        // The script is known from here on, and the layers that every service has are held.
        reader.get("/v1/snapshots/first/dev");
    }

    @AfterAll
    void stop() {
        reader.close();
        writer.close();
        redis.close();
    }

    /** Calls of scripts, and everything else that would read from Redis. */
    private long asked() {
        Map<String, String> calls =
                writer.client().getRedisNodes(RedisNodes.SINGLE).getInstance().info(InfoSection.COMMANDSTATS);
        // Reports are hset and publish, the test's own questions info; scripts are counted by what calls them.
        return List.of("evalsha", "eval").stream()
                .map(command -> calls.getOrDefault("cmdstat_" + command, "calls=0,"))
                .mapToLong(text -> Long.parseLong(text.substring("calls=".length(), text.indexOf(','))))
                .sum();
    }

    @Test
    void shouldTakeOneRoundTripForAServiceAskedForFirstAndNoneAfterwards() {
        long before = asked();
        assertThat(reader.get("/v1/snapshots/shop/dev?format=flat").body()).isEqualTo("{\"all\":1,\"n\":1}");
        assertThat(asked()).isEqualTo(before + 1);

        reader.get("/v1/snapshots/shop/dev");
        reader.get("/v1/snapshots/shop/dev/n");
        reader.get("/v1/snapshots/shop/dev/no.such.key");
        reader.get("/v1/snapshots/shop/no-such-environment");
        assertThat(asked()).isEqualTo(before + 1);
    }

    @Test
    void shouldTakeOneRoundTripForAServiceWithoutEntriesToo() {
        long before = asked();
        assertThat(reader.get("/v1/snapshots/nobody/dev?format=flat").body()).isEqualTo("{\"all\":1}");
        assertThat(reader.get("/v1/snapshots/nobody/dev/n").statusCode()).isEqualTo(404);
        assertThat(asked()).isEqualTo(before + 1);
    }

    @Test
    void shouldTakeOneRoundTripForAllWhoAskForTheSameAtOnce() throws Exception {
        long before = asked();
        double missesBefore = MetricText.value(reader, "headwater_reader_cache_misses_total");
        double hitsBefore = MetricText.value(reader, "headwater_reader_cache_hits_total");
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(many.submit(() ->
                        reader.get("/v1/snapshots/stampede/dev?format=flat").body()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("{\"all\":1}");
            }
        }

        assertThat(asked()).isEqualTo(before + 1);
        double misses = MetricText.value(reader, "headwater_reader_cache_misses_total") - missesBefore;
        double hits = MetricText.value(reader, "headwater_reader_cache_hits_total") - hitsBefore;
        assertThat(misses).isGreaterThanOrEqualTo(1);
        assertThat(misses + hits).isEqualTo(50);
    }
}
