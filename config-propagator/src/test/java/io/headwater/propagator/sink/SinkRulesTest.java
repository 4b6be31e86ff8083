package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.Guards;
import io.headwater.propagator.Hold;
import io.headwater.testkit.faults.Direction;
import io.headwater.testkit.faults.TcpRelay;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Interleavings that break a promise where a rule is not kept, played on a real Kafka and a real Redis. */
class SinkRulesTest {
    private static final SinkOptions SELDOM = new SinkOptions(
            Duration.ofHours(1),
            Duration.ofSeconds(2),
            new Amount(5_000, 16 << 20),
            new Amount(50_000, 64 << 20),
            true);

    /** A commit is put on top of a state that a fail-over has thrown back. */
    private static Map<String, String> failedOver(Guards guards) {
        try (SinkHarness harness = new SinkHarness().with(SELDOM).with(guards)) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            Map<String, byte[]> replica = harness.dump();
            relay.commit().put("orders", "dev", "lost", "2").publish();
            harness.awaitRevision("dev", 2);
            harness.restore(replica);
            relay.commit().put("orders", "dev", "b", "3").publish();
            harness.awaitRevision("dev", 3);
            return harness.content("dev");
        }
    }

    /** Rule 19. */
    @Test
    void shouldGoBackToWhatAPromotedReplicaHolds() {
        assertThat(failedOver(Guards.ALL))
                .isEqualTo(Map.of("orders:dev:a", "1", "orders:dev:lost", "2", "orders:dev:b", "3"));
    }

    /** Rule 19: what it is good for. */
    @Test
    void shouldLeaveAHoleWithoutTheExactPredecessor() {
        assertThat(failedOver(Guards.ALL.withoutExactPredecessor())).doesNotContainKey("orders:dev:lost");
    }

    /** Rule 19, noticed without any traffic. */
    @Test
    void shouldNoticeAFailOverByItself() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            String generation = harness.generation("dev");
            Map<String, byte[]> replica = harness.dump();
            relay.commit().put("orders", "dev", "b", "2").publish();
            harness.awaitRevision("dev", 2);
            harness.restore(replica);

            harness.awaitRevision("dev", 2);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "1", "orders:dev:b", "2"));
            assertThat(harness.generation("dev")).as("nothing had to be built").isEqualTo(generation);
        }
    }

    @Test
    void shouldRebuildALostRedisWithinASecondOrTwoWithoutTraffic() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            relay.commit()
                    .put("orders", "dev", "a", "2")
                    .put("orders", "_", "b", "3")
                    .publish();
            harness.start();
            harness.awaitRevision("dev", 2);
            String generation = harness.generation("dev");
            harness.dump()
                    .keySet()
                    .forEach(key -> harness.client().getBucket(key).delete());

            harness.awaitRevision("dev", 2);
            harness.awaitCatalog(2);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "2", "orders:_:b", "3"));
            assertThat(harness.generation("dev")).isNotEqualTo(generation);
        }
    }

    /** A part of a Redis Cluster lost its data. */
    @Test
    void shouldRebuildOneEnvironmentThatIsLost() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit()
                    .create("dev")
                    .create("production")
                    .put("orders", "_", "a", "1")
                    .publish();
            harness.start();
            harness.awaitCatalog(1);
            String production = harness.generation("production");
            harness.dump().keySet().stream()
                    .filter(key -> key.contains("{dev}"))
                    .forEach(key -> harness.client().getBucket(key).delete());

            harness.awaitRevision("dev", 1);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:_:a", "1"));
            assertThat(harness.generation("production")).isEqualTo(production);
        }
    }

    /** A write that was delayed on the network arrives when another sink has gone on. */
    @Test
    void shouldNotBeHarmedByAWriteThatArrivesLate() {
        try (TcpRelay network = TcpRelay.to(SharedParts.redis().port());
                SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            harness.reaching("redis://" + network.address());
            harness.start();
            harness.awaitRevision("dev", 1);
            network.hold(Direction.TO_SERVER);
            relay.commit().put("orders", "dev", "a", "2").publish();
            harness.reaching(SharedParts.redisUri());
            harness.start();
            relay.commit().put("orders", "dev", "a", "3").publish();
            harness.awaitRevision("dev", 3);
            List<Long> bells = harness.bells("dev");
            network.forward(Direction.TO_SERVER);
            relay.commit().put("orders", "dev", "b", "4").publish();
            harness.awaitRevision("dev", 4);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "3", "orders:dev:b", "4"));
            assertThat(new ArrayList<>(bells)).isSorted();
        }
    }

    /** Rule 16: the values of 3 are superseded and gone, so the state of 3 cannot be shown. */
    @Test
    void shouldNotShowAStateThatCompactionHasTornApart() {
        try (SinkHarness harness = new SinkHarness();
                KafkaTopics topics = new KafkaTopics(SharedParts.bootstrapServers())) {
            TestRelay relay = harness.relay();
            relay.commit()
                    .create("dev")
                    .put("orders", "dev", "x", "1")
                    .put("service-1", "dev", "y", "1")
                    .publish();
            SinkHarness.Running first = harness.start();
            harness.awaitRevision("dev", 1);
            first.stop();
            relay.commit()
                    .put("orders", "dev", "x", "2")
                    .put("service-1", "dev", "y", "2")
                    .publish();
            relay.commit().put("orders", "dev", "x", "3").publish();
            topics.compact(harness.topic(), relay.partitionOf("orders"));
            List<Long> bells = harness.bells("dev");
            harness.start();
            harness.awaitRevision("dev", 3);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:x", "3", "service-1:dev:y", "2"));
            assertThat(new ArrayList<>(bells)).doesNotContain(2L);
        }
    }

    /** Rule 16, for a sink that was stopped in the middle for longer than records are safe from compaction. */
    @Test
    void shouldNotShowATornStateAfterItWasHeldUp() throws InterruptedException {
        Hold hold = new Hold("sink.before-apply");
        Map<String, String> unsafe = new HashMap<>(TestRelay.compacted());
        unsafe.put("min.compaction.lag.ms", "0");
        try (SinkHarness harness = new SinkHarness(SharedParts.kafka(), SharedParts.redisUri(), unsafe).with(hold);
                KafkaTopics topics = new KafkaTopics(SharedParts.bootstrapServers())) {
            TestRelay relay = harness.relay();
            relay.commit()
                    .create("dev")
                    .put("orders", "dev", "x", "1")
                    .put("service-1", "dev", "y", "1")
                    .publish();
            harness.start();
            harness.awaitRevision("dev", 1);
            hold.on();
            relay.commit().put("orders", "dev", "other", "1").publish();
            hold.awaitArrival();
            relay.commit()
                    .put("orders", "dev", "x", "2")
                    .put("service-1", "dev", "y", "2")
                    .publish();
            relay.commit().put("orders", "dev", "x", "3").publish();
            topics.compact(harness.topic(), relay.partitionOf("orders"));
            List<Long> bells = harness.bells("dev");
            hold.off();
            harness.awaitRevision("dev", 4);

            assertThat(harness.content("dev"))
                    .containsEntry("orders:dev:x", "3")
                    .containsEntry("service-1:dev:y", "2");
            assertThat(new ArrayList<>(bells)).doesNotContain(3L);
        }
    }

    /** Rule 17: a deletion was compacted away while the sink was gone. */
    @Test
    void shouldStartAfreshWhenDeletionsMayHaveBeenMissed() {
        MutableClock clock = MutableClock.at(Instant.now());
        try (SinkHarness harness = new SinkHarness().with(clock);
                KafkaTopics topics = new KafkaTopics(SharedParts.bootstrapServers())) {
            TestRelay relay = harness.relay();
            relay.commit()
                    .create("dev")
                    .put("orders", "dev", "a", "1")
                    .put("orders", "dev", "gone", "1")
                    .publish();
            SinkHarness.Running first = harness.start();
            harness.awaitRevision("dev", 1);
            first.stop();
            relay.commit().delete("orders", "dev", "gone").publish();
            relay.commit().put("orders", "dev", "b", "3").publish();
            for (int partition = 0; partition < SinkHarness.PARTITIONS; partition++) {
                topics.compactWithTombstones(harness.topic(), partition);
            }
            clock.advance(Duration.ofDays(4));
            String generation = harness.generation("dev");
            harness.start();
            harness.awaitRevision("dev", 3);

            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "1", "orders:dev:b", "3"));
            assertThat(harness.generation("dev")).isNotEqualTo(generation);
        }
    }

    /** Rules 9 and 18: Kafka lost everything and is refilled; readers never see less than before. */
    private static List<Long> replaced(Guards guards) {
        try (SinkHarness harness = new SinkHarness().with(guards);
                KafkaTopics topics = new KafkaTopics(SharedParts.bootstrapServers())) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            for (int i = 2; i <= 5; i++) {
                relay.commit().put("orders", "dev", "a", "" + i).publish();
            }
            harness.start();
            harness.awaitRevision("dev", 5);
            List<Long> bells = harness.bells("dev");
            topics.delete(harness.topic());
            SinkHarness.await(() -> {
                TestRelay.createTopic(
                        SharedParts.bootstrapServers(), harness.topic(), SinkHarness.PARTITIONS, TestRelay.compacted());
                return true;
            });
            try (TestRelay refill = relay.successor()) {
                refill.goOnFrom(0, 1);
                refill.target(5);
                refill.commit().create("dev").put("orders", "dev", "a", "1").publish();
                SinkHarness.await(() -> guards.refillTarget() || bells.contains(1L));
                for (int i = 2; i <= 6; i++) {
                    refill.commit().put("orders", "dev", "a", "" + i).publish();
                }
            }
            harness.awaitRevision("dev", 6);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "6"));
            return new ArrayList<>(bells);
        }
    }

    @Test
    void shouldNotShowARefillBeforeItIsComplete() {
        assertThat(replaced(Guards.ALL)).isSorted().allMatch(revision -> revision >= 5);
    }

    @Test
    void shouldGoBackWithoutTheTargetOfARefill() {
        assertThat(replaced(Guards.ALL.withoutRefillTarget())).contains(1L);
    }

    /** Rule 20: what another sink builds meanwhile is not replaced by something older. */
    @Test
    void shouldNotReplaceWhatAnotherSinkHasShownMeanwhile() throws InterruptedException {
        Hold hold = new Hold("sink.before-replace").on();
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
            SinkHarness.Running slow = harness.with(hold).start();
            hold.awaitArrival();
            // The slow one is taken for dead.
            harness.client().getBucket(harness.keys().lease()).delete();
            harness.with(point -> {}).start();
            relay.commit().put("orders", "dev", "a", "2").publish();
            SinkHarness.await(() -> {
                harness.client().getBucket(harness.keys().lease()).delete();
                return harness.revision("dev") == 2;
            });
            String generation = harness.generation("dev");
            hold.off();
            relay.commit().put("orders", "dev", "b", "3").publish();
            harness.awaitRevision("dev", 3);

            assertThat(harness.generation("dev")).isEqualTo(generation);
            assertThat(harness.content("dev")).isEqualTo(Map.of("orders:dev:a", "2", "orders:dev:b", "3"));
            SinkHarness.await(() -> slow.status().mismatches() > 0);
            assertThat(slow.status().rebuilds()).as("shown by the slow one").isZero();
        }
    }
}
