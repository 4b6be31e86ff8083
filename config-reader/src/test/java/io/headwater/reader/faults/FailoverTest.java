package io.headwater.reader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.RedisSets;
import io.headwater.reader.RunningReader;
import io.headwater.reader.Sse;
import io.headwater.reader.view.HoldPoint;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.schemas.redis.RedisKeys;
import io.headwater.testkit.parts.RedisCluster;
import io.headwater.testkit.parts.RedisSentinels;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A master is killed under load and a replica takes its place, perhaps without the last commits: what is held is served all
 * the time, nobody sees an older state, and the reader comes up with the new master.
 */
@Tag("faults")
class FailoverTest {
    private static final List<String> SERVICES = List.of("shop", "cart");

    @Test
    void rule20_shouldGoOnWithTheReplicaThatSentinelsPromote() throws Exception {
        try (RedisSentinels redis = RedisSentinels.start()) {
            failover(RedisSets.options(redis, "hw"), redis.master());
        }
    }

    @Test
    void rule20_shouldGoOnWithTheReplicaThatAClusterPromotes() throws Exception {
        try (RedisCluster redis = RedisCluster.start()) {
            failover(RedisSets.options(redis, "hw"), redis.masterOf(new RedisKeys("hw").current("dev")));
        }
    }

    private static void failover(RedisOptions options, RedisServer master) throws Exception {
        try (LayoutWriter writer = new LayoutWriter(options)) {
            writer.environment("dev");
            commit(writer);
            try (RunningReader reader = RunningReader.start(RunningReader.config(options), HoldPoint.NONE)
                    .ready()) {
                SERVICES.forEach(service -> reader.get("/v1/snapshots/" + service + "/dev/n"));
                try (HeldReads reads = HeldReads.start(reader, 4, SERVICES);
                        Sse stream = reader.stream("/v1/stream/shop/dev")) {
                    assertThat(stream.next().event()).isEqualTo("snapshot");
                    for (int i = 0; i < 50; i++) {
                        commit(writer);
                    }
                    master.kill();
                    long before = reads.answers();
                    // What was lost with the master is built anew by whoever fills Redis.
                    await().atMost(Duration.ofSeconds(40)).ignoreExceptions().untilAsserted(writer::rebuild);
                    assertThat(reads.answers()).isGreaterThan(before);
                    long revision = commit(writer);

                    await().atMost(Duration.ofSeconds(40))
                            .untilAsserted(() -> assertThat(reader.get("/v1/snapshots/shop/dev?format=flat")
                                            .body())
                                    .isEqualTo("{\"n\":" + revision + "}"));
                    await().untilAsserted(() -> assertThat(
                                    reader.management("/health/ready").body())
                            .contains("\"environments\":{\"state\":\"up\"", "\"catalog\":{\"state\":\"up\""));
                    told(stream, revision);
                    assertThat(reads.wrong()).isEmpty();
                    // The bell is heard from the new master, too.
                    long rung = commit(writer);
                    told(stream, rung);
                    assertThat(reader.get("/v1/snapshots/new/dev").statusCode()).isEqualTo(200);
                }
            }
        }
    }

    /** Events only go on, and come to the revision. */
    private static void told(Sse stream, long revision) throws InterruptedException {
        long last = 0;
        while (last != revision) {
            Sse.Event event = stream.next();
            assertThat(event.event()).isEqualTo("change");
            assertThat(Long.parseLong(event.id())).isGreaterThan(last).isLessThanOrEqualTo(revision);
            last = Long.parseLong(event.id());
        }
    }

    private static long commit(LayoutWriter writer) {
        String number = Long.toString(writer.revision() + 1);
        return writer.commit(SERVICES.stream()
                .map(service -> Put.of(service, "dev", "n", "integer", number))
                .toArray(Put[]::new));
    }
}
