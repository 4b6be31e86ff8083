package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Scope;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.propagator.Faults;
import io.headwater.propagator.Hold;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.kafka.TestRelay.TestCommit;
import io.headwater.testkit.logs.LogLines;
import io.headwater.testkit.parts.SharedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/** The sink between a real Kafka and a real Redis. */
class RedisSinkTest {
    private static final SinkOptions FEW = SinkHarness.options(new Amount(10, 16 << 20), new Amount(50_000, 64 << 20));
    private static final SinkOptions SMALL =
            SinkHarness.options(new Amount(5_000, 100_000), new Amount(50_000, 300_000));

    @Test
    void shouldCarryACommitToRedis() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.target(0);
            harness.start();
            harness.awaitCatalog(0);
            relay.commit().create("dev").put("orders", "dev", "a", "10.0").publish();
            harness.awaitCatalog(1);
            relay.commit()
                    .put("orders", "_", "b", "true")
                    .put("_", "_", "c", "\"x\"")
                    .publish();
            relay.commit()
                    .delete("orders", "dev", "a")
                    .put("payments", "dev", "d", "{\"e\":1}")
                    .publish();
            harness.awaitRevision("dev", 3);

            assertThat(harness.content("dev"))
                    .isEqualTo(Map.of(
                            "orders:dev:a", "", "orders:_:b", "true", "_:_:c", "\"x\"", "payments:dev:d", "{\"e\":1}"));
            assertThat(harness.catalog("environments"))
                    .isEqualTo("[{\"name\":\"dev\",\"rank\":0,\"protected\":false,\"since\":1}]");
        }
    }

    @Test
    void shouldAdvanceEveryEnvironmentAtEachWatermark() {
        try (SinkHarness harness = new SinkHarness()) {
            harness.relay().commit().create("dev").create("production").publish();
            harness.start();
            harness.awaitRevision("production", 1);
            harness.relay().commit().put("orders", "dev", "a", "1").publish();

            harness.awaitRevision("dev", 2);
            harness.awaitRevision("production", 2);
            assertThat(harness.content("production")).isEmpty();
        }
    }

    @Test
    void shouldHandTheTraceOfACommitOnToReadersAndToTheLog() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (SinkHarness harness = new SinkHarness();
                LogLines log = LogLines.of(SinkSession.class)) {
            harness.relay().commit().create("dev").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            harness.relay().traceIs(trace);
            harness.relay().commit().put("orders", "dev", "a", "1").publish();
            harness.awaitRevision("dev", 2);

            assertThat(harness.meta("dev", MetaFields.TRACEPARENT)).isEqualTo(trace);
            SinkHarness.await(
                    () -> log.lines().contains(new LogLines.Line("applied everything up to commit 2 to Redis", trace)));

            harness.relay().traceIs("no trace context\n");
            harness.relay().commit().put("orders", "dev", "a", "2").publish();
            harness.awaitRevision("dev", 3);
            assertThat(harness.meta("dev", MetaFields.TRACEPARENT)).isNull();
        }
    }

    @Test
    void shouldNeverShowHalfOfACommit() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            pair(relay.commit().create("dev"), 0).publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            for (int value = 1; value <= 200; value++) {
                pair(relay.commit(), value).publish();
                List<String> seen = both(harness);
                assertThat(seen.get(0)).isEqualTo(seen.get(1));
            }
            harness.awaitRevision("dev", 201);
        }
    }

    private static TestCommit pair(TestCommit commit, int value) {
        // The two services are in different partitions.
        return commit.put("orders", "dev", "x", "" + value).put("service-1", "dev", "y", "" + value);
    }

    private static List<String> both(SinkHarness harness) {
        String generation = harness.generation("dev");
        List<String> texts = harness.client()
                .getScript(StringCodec.INSTANCE)
                .eval(
                        RScript.Mode.READ_WRITE,
                        "return {redis.call('HGET', KEYS[1], 'x'), redis.call('HGET', KEYS[2], 'y')}",
                        RScript.ReturnType.LIST,
                        List.of(
                                harness.keys().layer("dev", generation, new Scope("orders", "dev")),
                                harness.keys().layer("dev", generation, new Scope("service-1", "dev"))));
        return texts.stream().map(text -> text.replaceAll(".*\"value\":", "")).toList();
    }

    @Test
    void shouldGoOnWithOthersWhileANewEnvironmentIsBuilt() throws InterruptedException {
        Hold hold = new Hold("sink.built-one");
        try (SinkHarness harness = new SinkHarness().with(hold)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "_", "a", "1").publish();
            harness.start();
            harness.awaitCatalog(1);
            hold.on();
            relay.commit()
                    .create("staging")
                    .put("orders", "staging", "own", "2")
                    .publish();
            hold.awaitArrival();
            relay.commit().put("orders", "_", "a", "3").publish();
            harness.awaitRevision("dev", 3);

            assertThat(harness.revision("staging")).isEqualTo(-1);
            assertThat(harness.catalog("environments")).doesNotContain("staging");
            assertThat(harness.catalog("revision"))
                    .as("the list is complete up to here")
                    .isEqualTo("1");
            hold.off();
            harness.awaitRevision("staging", 3);
            harness.awaitCatalog(3);
            assertThat(harness.catalog("environments")).contains("staging");
            assertThat(harness.content("staging")).isEqualTo(Map.of("orders:_:a", "3", "orders:staging:own", "2"));
        }
    }

    /** Rule 13. */
    @Test
    void shouldEmptyADeletedEnvironmentAndStartItEmptyAgain() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit()
                    .create("dev")
                    .put("orders", "dev", "old", "1")
                    .put("orders", "_", "all", "2")
                    .publish();
            harness.start();
            harness.awaitCatalog(1);
            relay.commit().drop("dev").publish();
            harness.awaitCatalog(2);
            assertThat(harness.meta("dev", "deleted")).isEqualTo("1");
            assertThat(harness.content("dev")).isEmpty();
            assertThat(harness.catalog("environments")).isEqualTo("[]");

            relay.commit().create("dev").put("orders", "dev", "new", "3").publish();
            harness.awaitCatalog(3);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:_:all", "2", "orders:dev:new", "3"));
        }
    }

    /** Rule 13, in a rebuild, which meets the old entries before it meets the environment. */
    @Test
    void shouldNotBuildWhatIsOlderThanTheEnvironment() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "old", "1").publish();
            relay.commit().drop("dev").publish();
            relay.commit().create("dev").put("orders", "dev", "new", "3").publish();
            harness.start();
            harness.awaitCatalog(3);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:new", "3"));
        }
    }

    /** Rule 14: an aborted batch is not seen. */
    @Test
    void shouldNotSeeAnAbortedBatch() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            relay.commit().put("orders", "dev", "a", "666").abort();
            relay.commit().put("orders", "dev", "b", "2").publish();
            harness.awaitRevision("dev", 2);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "1", "orders:dev:b", "2"));
        }
    }

    @Test
    void shouldSkipMalformedRecordsAndGoOn() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").publish();
            SinkHarness.Running running = harness.start();
            harness.awaitRevision("dev", 1);
            relay.raw(0, TestRelay.utf8("{\"control\":\"watermark\",\"partition\":0}"), TestRelay.utf8("{}"));
            relay.raw(1, TestRelay.utf8("what?"), null);
            relay.raw(
                    2,
                    TestRelay.utf8("{\"service\":\"s\",\"environment\":\"dev\",\"key\":\"k\"}"),
                    TestRelay.utf8("{"));
            relay.commit().put("orders", "dev", "a", "1").publish();
            harness.awaitRevision("dev", 2);

            assertThat(running.status().malformedRecords()).isEqualTo(3);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "1"));
        }
    }

    /** Rule 21. */
    @Test
    void shouldTakeALargeDeltaByANewGeneration() {
        try (SinkHarness harness = new SinkHarness().with(FEW)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            String before = harness.generation("dev");
            TestCommit large = relay.commit();
            for (int i = 0; i < 50; i++) {
                large.put("orders", "dev", "key" + i, "" + i);
            }
            large.publish();
            relay.commit().put("orders", "dev", "a", "2").publish();
            harness.awaitRevision("dev", 3);

            assertThat(harness.generation("dev")).isNotEqualTo(before);
            assertThat(harness.content("dev")).hasSize(51).containsEntry("orders:dev:a", "2");
        }
    }

    /** Rule 21: few entries, and large ones. */
    @Test
    void shouldTakeADeltaOfManyBytesByANewGeneration() {
        try (SinkHarness harness = new SinkHarness().with(SMALL)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            String before = harness.generation("dev");
            TestCommit large = relay.commit();
            for (int i = 0; i < 4; i++) {
                large.put("orders", "dev", "key" + i, large(30_000));
            }
            large.publish();
            harness.awaitRevision("dev", 2);

            assertThat(harness.generation("dev")).isNotEqualTo(before);
            assertThat(harness.content("dev")).hasSize(5).containsEntry("orders:dev:key3", large(30_000));
        }
    }

    /** A backlog that does not fit into the memory is not held there: what it leads to is built. */
    @Test
    void shouldBuildAnewRatherThanHoldALargeBacklog() {
        try (SinkHarness harness = new SinkHarness().with(SMALL)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            SinkHarness.Running first = harness.start();
            harness.awaitRevision("dev", 1);
            first.stop();
            String before = harness.generation("dev");
            // More than a consumer fetches at once.
            for (int i = 0; i < 40; i++) {
                relay.commit().put("orders", "dev", "key" + i, large(100_000)).publish();
            }
            try (LogLines log = LogLines.of(RedisSink.class)) {
                harness.start();
                harness.awaitRevision("dev", 41);

                assertThat(log.lines())
                        .extracting(LogLines.Line::message)
                        .contains("starting afresh: too much has come since what Redis holds");
            }
            assertThat(harness.generation("dev")).isNotEqualTo(before);
            assertThat(harness.content("dev")).hasSize(41);
        }
    }

    private static String large(int bytes) {
        return '"' + "x".repeat(bytes) + '"';
    }

    @Test
    void shouldNotBuildEverythingAgainForOneFailureAfterItWasBuilt() {
        AtomicBoolean fails = new AtomicBoolean();
        Faults failure = point -> {
            if (point.equals("sink.before-apply") && fails.getAndSet(false)) {
                throw new IllegalStateException("Redis did not answer in time");
            }
        };
        try (SinkHarness harness = new SinkHarness().with(failure)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            SinkHarness.Running running = harness.start();
            harness.awaitCatalog(1);
            String generation = harness.generation("dev");
            fails.set(true);
            relay.commit().put("orders", "dev", "a", "2").publish();
            harness.awaitRevision("dev", 2);

            assertThat(fails).isFalse();
            assertThat(harness.generation("dev")).isEqualTo(generation);
            assertThat(running.status().rebuilds()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetOneSinkWorkAndAnotherTakeOver() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").publish();
            SinkHarness.Running first = harness.start();
            harness.awaitRevision("dev", 1);
            SinkHarness.Running second = harness.start();
            SinkHarness.await(() -> second.status().view().phase() == SinkStatus.Phase.STANDBY);
            first.stop();
            relay.commit().put("orders", "dev", "a", "1").publish();
            harness.awaitRevision("dev", 2);
            SinkHarness.await(() -> second.status().view().phase() == SinkStatus.Phase.LIVE);
        }
    }

    @Test
    void shouldBeSafeWithTwoActiveSinks() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            List<Long> bells = harness.bells("dev");
            harness.start();
            for (int i = 0; i < 60; i++) {
                // Whoever lost the lease works on for a while.
                harness.client().getBucket(harness.keys().lease()).delete();
                relay.commit().put("orders", "dev", "a", "" + i).publish();
            }
            harness.awaitRevision("dev", 61);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "59"));
            assertThat(new ArrayList<>(bells)).isSorted();
        }
    }

    /** Rule 21. */
    @Test
    void shouldWaitForARedisThatDropsNothing() {
        try (RedisServer redis = RedisServer.start(
                        SharedParts.children(),
                        SharedParts.uniqueName("redis"),
                        new RedisOptions(SharedParts.directory("redis"), 0));
                SinkHarness harness = new SinkHarness(SharedParts.kafka(), redis.uri(), TestRelay.compacted())) {
            redis.send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            harness.relay().commit().create("dev").publish();
            SinkHarness.Running running = harness.start();
            SinkHarness.await(() -> running.status().view().detail().contains("allkeys-lru"));
            redis.send("CONFIG", "SET", "maxmemory-policy", "noeviction");

            harness.awaitRevision("dev", 1);
        }
    }
}
