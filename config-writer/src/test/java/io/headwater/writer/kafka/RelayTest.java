package io.headwater.writer.kafka;

import static io.headwater.writer.Commits.delete;
import static io.headwater.writer.Commits.environment;
import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.core.Change;
import io.headwater.runtime.health.PartState;
import io.headwater.runtime.metrics.Exposition;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import io.headwater.schemas.WireRecord;
import io.headwater.testkit.faults.TcpRelay;
import io.headwater.testkit.logs.LogLines;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.EntriesTopic;
import io.headwater.writer.TestConfig;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.InMemoryCommitLog;
import io.headwater.writer.log.InMemoryLeases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of the relay, played with real Kafka, by holding relays at named points. */
@Timeout(180)
class RelayTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String name = SharedParts.uniqueName("relay");
    private final RelaySettings settings = TestConfig.relay(name, SharedParts.bootstrapServers());
    private final InMemoryCommitLog log = new InMemoryCommitLog();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final List<Replica> replicas = new ArrayList<>();
    private final String env = SharedParts.uniqueName("env");

    private Replica replica() {
        Replica replica = new Replica(settings, log, leases.forAnother());
        replicas.add(replica);
        return replica;
    }

    private EntriesTopic topic() {
        return new EntriesTopic(settings);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Replica replica : replicas) {
            replica.close();
        }
    }

    private static void awaitRelayed(Replica replica, long revision) {
        await().atMost(LONG).until(() -> replica.relay.relayed() >= revision);
    }

    /** In each partition watermarks rise, and no record stands behind the watermark of its revision. */
    private static void assertOrdered(EntriesTopic topic) {
        Map<Integer, Long> marks = new HashMap<>();
        for (EntriesTopic.Seen seen : topic.seen()) {
            long before = marks.getOrDefault(seen.partition(), -1L);
            switch (seen.record()) {
                case LogRecord.Watermark mark -> {
                    assertThat(mark.revision()).isGreaterThan(before);
                    assertThat(mark.partition()).isEqualTo(seen.partition());
                    marks.put(seen.partition(), mark.revision());
                }
                case LogRecord.Entry entry ->
                    assertThat(entry.state().revision()).isGreaterThan(before);
                case LogRecord.Environment environment ->
                    assertThat(environment.state().revision()).isGreaterThan(before);
                case LogRecord.Target target -> assertThat(target.revision()).isGreaterThanOrEqualTo(before);
            }
        }
    }

    @Test
    void shouldRelayEachCommitInOrderWithWatermarksInEveryPartition() throws Exception {
        Replica replica = replica().start();
        awaitRelayed(replica, 0);
        replica.commit(environment(env));
        replica.commit(put("shop", env, "a", "10.0"), put("_", env, "b", "true"));
        long last = replica.commit(delete("shop", env, "a"), put("cart", "_", "c", "[1]"));
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(last);
            assertOrdered(topic);
            assertThat(topic.live()).isEqualTo(Map.of("_/" + env + "/b", "true", "cart/_/c", "[1]"));
            int shop = Partitions.of("shop", TestConfig.PARTITIONS);
            for (EntriesTopic.Seen seen : topic.seen()) {
                if (seen.record() instanceof LogRecord.Entry entry
                        && entry.id().scope().service().equals("shop")) {
                    assertThat(seen.partition()).isEqualTo(shop);
                    assertThat(seen.headers())
                            .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                            .containsKey("ce_time");
                }
            }
            assertThat(topic.seen().stream()
                            .filter(seen -> seen.record() instanceof LogRecord.Entry entry
                                    && entry.id().key().equals("b"))
                            .map(EntriesTopic.Seen::partition))
                    .as("what concerns every service is everywhere")
                    .containsExactlyInAnyOrder(0, 1);
            String hash = log.all().getLast().commit().hash();
            assertThat(topic.seen().getLast().record())
                    .isInstanceOfSatisfying(
                            LogRecord.Watermark.class,
                            mark -> assertThat(mark.hash()).isEqualTo(hash));
        }
    }

    @Test
    void shouldTellHowLateItIsAndUnderWhichTraceItRelays() throws Exception {
        Replica replica = replica().start();
        awaitRelayed(replica, 0);
        assertThat(metric(replica, "headwater_writer_relay_behind_milliseconds"))
                .isZero();
        replica.holds.hold(FaultPoints.RELAY_BEFORE_COMMIT);
        try (LogLines log = LogLines.of(Relay.class)) {
            long revision = replica.commit(put("shop", "_", "a", "1"));
            replica.holds.awaitHeld(FaultPoints.RELAY_BEFORE_COMMIT);
            await().atMost(LONG).until(() -> metric(replica, "headwater_writer_relay_behind_milliseconds") >= 20);
            assertThat(metric(replica, "headwater_writer_relay_behind_commits")).isEqualTo(1);

            replica.holds.release(FaultPoints.RELAY_BEFORE_COMMIT);
            awaitRelayed(replica, revision);
            assertThat(metric(replica, "headwater_writer_relay_behind_milliseconds"))
                    .isZero();
            assertThat(metric(replica, "headwater_writer_relay_behind_commits")).isZero();
            LogLines.Line line = new LogLines.Line(
                    "relayed commit " + revision + " to " + settings.entries().name(),
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            await().untilAsserted(() -> assertThat(log.lines()).contains(line));
        }
    }

    private static double metric(Replica replica, String name) {
        return new Exposition(replica.metrics)
                .page("")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGoOnWhereThePredecessorStopped() throws Exception {
        Replica first = replica().start();
        first.commit(put("shop", "_", "a", "1"));
        awaitRelayed(first, 1);
        first.close();
        Replica second = replica().start();
        second.commit(put("shop", "_", "a", "2"));
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(2);
            assertOrdered(topic);
            assertThat(topic.seen().stream().filter(seen -> seen.record() instanceof LogRecord.Target))
                    .as("filled once only")
                    .hasSize(TestConfig.PARTITIONS);
        }
    }

    @Test
    void shouldLeaveTheRelayToAnotherWhenItDoesNotReachKafkaItself() throws Exception {
        String server = SharedParts.bootstrapServers();
        try (TcpRelay way = TcpRelay.to(Integer.parseInt(server.substring(server.lastIndexOf(':') + 1)))) {
            way.swallow();
            Replica cutOff = new Replica(TestConfig.relay(name, way.address()), log, leases.forAnother());
            replicas.add(cutOff);
            cutOff.start();
            await().atMost(LONG).until(cutOff::holdsLease);
            Replica other = replica().start();
            long last = other.commit(put("shop", "_", "a", "1"));
            awaitRelayed(other, last);
        }
    }

    @Test
    @DisplayName("rule 8: a zombie with an open transaction is fenced; what it sent is never seen")
    void shouldFenceAZombieThatHasSentItsBatch() throws Exception {
        Replica zombie = replica().start();
        awaitRelayed(zombie, 0);
        zombie.holds.hold(FaultPoints.RELAY_BEFORE_COMMIT);
        zombie.commit(put("shop", "_", "a", "1"));
        zombie.holds.awaitHeld(FaultPoints.RELAY_BEFORE_COMMIT);
        zombie.leases.cutOff();

        Replica successor = replica().start();
        awaitRelayed(successor, 1);
        successor.commit(put("shop", "_", "a", "2"));
        awaitRelayed(successor, 2);
        zombie.holds.release(FaultPoints.RELAY_BEFORE_COMMIT);
        zombie.leases.rejoin();
        successor.commit(put("shop", "_", "a", "3"));
        awaitRelayed(successor, 3);

        assertThat(zombie.holdsLease()).isFalse();
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(3);
            assertOrdered(topic);
            assertThat(topic.live()).containsEntry("shop/_/a", "3");
        }
    }

    @Test
    @DisplayName("rule 8: a zombie that has read the watermark but sent nothing is fenced before its first record")
    void shouldFenceAZombieThatHasReadTheWatermark() throws Exception {
        Replica first = replica().start();
        first.commit(put("shop", "_", "a", "1"));
        awaitRelayed(first, 1);
        first.close();

        Replica zombie = replica();
        zombie.holds.hold(FaultPoints.RELAY_RESUMING);
        zombie.start();
        zombie.commit(put("shop", "_", "a", "2"));
        zombie.holds.awaitHeld(FaultPoints.RELAY_RESUMING);
        zombie.leases.cutOff();
        Replica successor = replica().start();
        awaitRelayed(successor, 2);
        successor.commit(put("shop", "_", "a", "3"));
        awaitRelayed(successor, 3);
        zombie.holds.release(FaultPoints.RELAY_RESUMING);
        zombie.leases.rejoin();
        successor.commit(put("shop", "_", "a", "4"));

        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(4);
            assertOrdered(topic);
            assertThat(topic.live()).containsEntry("shop/_/a", "4");
        }
    }

    @Test
    @DisplayName("rule 8: the last watermark is found behind markers and aborted batches")
    void shouldPassOverAbortedBatches() throws Exception {
        Replica first = replica().start();
        first.commit(put("shop", "_", "a", "1"));
        awaitRelayed(first, 1);
        first.close();
        produce(true, watermark(999, "f".repeat(64)));

        Replica second = replica().start();
        second.commit(put("shop", "_", "a", "2"));
        awaitRelayed(second, 2);
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(2);
            assertOrdered(topic);
        }
    }

    @Test
    @DisplayName("rule 8: a topic of another history halts the relay, not the commits")
    void shouldStopLoudlyOnATopicOfAnotherHistory() throws Exception {
        Replica first = replica().start();
        first.commit(put("shop", "_", "a", "1"));
        awaitRelayed(first, 1);
        first.close();
        produce(false, watermark(1, "f".repeat(64)));

        Replica second = replica().start();
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(second.kafka().state()).isEqualTo(PartState.DOWN);
            assertThat(second.kafka().detail()).contains("halted").contains("f".repeat(64));
        });
        assertThat(second.commit(put("shop", "_", "a", "2"))).isEqualTo(2);
        assertThat(second.relay.relayed()).isEqualTo(-1);
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(1);
            assertThat(topic.live()).containsEntry("shop/_/a", "1");
        }
    }

    @Test
    @DisplayName("rule 8: a watermark beyond the log halts the relay: MongoDB was restored")
    void shouldStopLoudlyWhenTheTopicIsAheadOfTheLog() throws Exception {
        Replica first = replica().start();
        awaitRelayed(first, 0);
        first.close();
        produce(false, watermark(7, "f".repeat(64)));
        Replica second = replica().start();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(second.kafka().detail()).contains("no such commit"));
    }

    private static List<LogRecord.Watermark> watermark(long revision, String hash) {
        List<LogRecord.Watermark> marks = new ArrayList<>();
        for (int partition = 0; partition < TestConfig.PARTITIONS; partition++) {
            marks.add(new LogRecord.Watermark(partition, 1, revision, Instant.EPOCH, hash));
        }
        return marks;
    }

    private void produce(boolean abort, List<LogRecord.Watermark> marks) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", settings.bootstrapServers(),
                "transactional.id", SharedParts.uniqueName("stranger"));
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (LogRecord.Watermark mark : marks) {
                WireRecord wire = RecordCodec.encode(mark, Instant.EPOCH, null);
                var record =
                        new ProducerRecord<>(settings.entries().name(), mark.partition(), wire.key(), wire.value());
                wire.headers().forEach(header -> record.headers().add(header.name(), header.value()));
                var _ = producer.send(record);
            }
            producer.flush();
            if (abort) {
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        }
    }

    @Test
    @DisplayName("rule 9: a new topic is filled, its target first, its watermarks last")
    void shouldFillANewTopicTargetFirst() throws Exception {
        Replica replica = replica();
        replica.ledger.catchUp();
        replica.committer.start();
        replica.commit(environment(env));
        replica.commit(put("shop", env, "a", "1"), put("_", "_", "b", "2"));
        replica.commit(delete("shop", env, "a"));
        String gone = SharedParts.uniqueName("gone");
        replica.commit(environment(gone));
        replica.commit(put("shop", gone, "x", "1"));
        long head = replica.commit(new Change.DeleteEnvironment(gone));
        Replica relaying = replica();
        relaying.holds.hold(FaultPoints.RELAY_TARGET_WRITTEN);
        relaying.start();
        relaying.holds.awaitHeld(FaultPoints.RELAY_TARGET_WRITTEN);
        try (EntriesTopic topic = topic()) {
            await().atMost(LONG).until(() -> {
                topic.poll();
                return topic.seen().size() >= 2 * TestConfig.PARTITIONS;
            });
            assertThat(topic.watermark()).as("nobody may be ready yet").isEqualTo(-1);
            relaying.holds.release(FaultPoints.RELAY_TARGET_WRITTEN);
            topic.awaitWatermark(head);
            for (int partition = 0; partition < TestConfig.PARTITIONS; partition++) {
                int here = partition;
                List<LogRecord> records = topic.seen().stream()
                        .filter(seen -> seen.partition() == here)
                        .map(EntriesTopic.Seen::record)
                        .toList();
                assertThat(records.getFirst()).isEqualTo(new LogRecord.Target(1, head));
                assertThat(records.getLast()).isInstanceOf(LogRecord.Watermark.class);
            }
            List<LogRecord.Entry> entries = topic.seen().stream()
                    .map(EntriesTopic.Seen::record)
                    .filter(LogRecord.Entry.class::isInstance)
                    .map(LogRecord.Entry.class::cast)
                    .toList();
            assertThat(entries)
                    .filteredOn(entry -> entry.id().key().equals("a"))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.state().live())
                                .as("a deletion is told too")
                                .isFalse();
                        assertThat(entry.state().revision()).isEqualTo(3);
                    });
            assertThat(entries).noneMatch(entry -> entry.id().key().equals("x"));
            assertThat(topic.seen().stream()
                            .map(EntriesTopic.Seen::record)
                            .filter(LogRecord.Environment.class::isInstance)
                            .map(record -> ((LogRecord.Environment) record).state())
                            .filter(state -> state.name().equals(gone)))
                    .isNotEmpty()
                    .allMatch(state -> state.deleted() && state.since() == head);
        }
    }

    @Test
    @DisplayName("rule 9: a fill that did not get to its end is begun again")
    void shouldBeginAnInterruptedFillAgain() throws Exception {
        Replica first = replica();
        first.holds.hold(FaultPoints.RELAY_TARGET_WRITTEN);
        first.start();
        first.commit(put("shop", "_", "a", "1"));
        first.holds.awaitHeld(FaultPoints.RELAY_TARGET_WRITTEN);
        first.close();
        Replica second = replica().start();
        long last = second.commit(put("shop", "_", "a", "2"));
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(last);
            assertThat(topic.live()).containsEntry("shop/_/a", "2");
        }
    }

    @Test
    @DisplayName("rule 9: a topic that is deleted while nothing happens is filled again")
    void shouldFillATopicThatReplacedTheOldOne() throws Exception {
        Replica replica = replica().start();
        replica.commit(put("shop", "_", "a", "1"));
        awaitRelayed(replica, 1);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.deleteTopics(Set.of(settings.entries().name())).all().get();
        }
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(1);
            assertThat(topic.seen().getFirst().record()).isInstanceOf(LogRecord.Target.class);
            assertThat(topic.live()).containsEntry("shop/_/a", "1");
        }
    }

    @Test
    @DisplayName("rule 11: an environment's topic exists before its creation is told")
    void shouldCreateTheTopicOfAnEnvironmentBeforeItsRecord() throws Exception {
        Replica replica = replica().start();
        awaitRelayed(replica, 0);
        replica.holds.hold(FaultPoints.RELAY_BEFORE_SEND);
        replica.commit(environment(env));
        replica.holds.awaitHeld(FaultPoints.RELAY_BEFORE_SEND);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", settings.bootstrapServers()))) {
            var description = admin.describeTopics(Set.of(Topics.environment(env)))
                    .allTopicNames()
                    .get()
                    .get(Topics.environment(env));
            assertThat(description.partitions()).hasSize(TestConfig.PARTITIONS);
        }
        replica.holds.release(FaultPoints.RELAY_BEFORE_SEND);
        awaitRelayed(replica, 1);
    }

    @Test
    @DisplayName("rule 6: the largest value that is accepted gets through")
    void shouldRelayTheLargestValues() throws Exception {
        Replica replica = replica().start();
        String escaped = "\\u0001".repeat((512 << 10) / 6 - 1);
        long last = replica.commit(
                put("shop", "_", "controls", "\"" + escaped + "\""),
                put("_", "_", "text", "\"" + "x".repeat((512 << 10) - 2) + "\""));
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(last);
            assertThat(topic.live().get("_/_/text")).hasSize(512 << 10);
        }
    }

    @Test
    void shouldFollowCommitsThatItReadsFromTheLog() throws Exception {
        Replica relaying = replica().start();
        awaitRelayed(relaying, 0);
        Replica other = replica();
        other.ledger.catchUp();
        other.committer.start();
        for (int i = 0; i < 20; i++) {
            other.commit(put("shop", "_", "a", Integer.toString(i)));
        }
        relaying.ledger.catchUp();
        try (EntriesTopic topic = topic()) {
            topic.awaitWatermark(20);
            assertOrdered(topic);
        }
    }
}
