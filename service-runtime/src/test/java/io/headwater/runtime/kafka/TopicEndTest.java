package io.headwater.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.lifecycle.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicEndTest {

    private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Admin admin = Admin.create(CLIENT);
    private final TopicAdmin topics = new TopicAdmin(admin);
    private final TopicSpec spec = new TopicSpec(SharedKafka.newTopic(), 1, 1, 1, 8 << 20, Map.of());
    private final TopicPartition partition = new TopicPartition(spec.name(), 0);
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers", SharedKafka.bootstrapServers(),
                    "transactional.id", spec.name(),
                    "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    private final TopicEnd end = new TopicEnd(CLIENT);

    @BeforeEach
    void start() throws Exception {
        topics.await(spec, new Health().required("kafka"), new Patience(Backoff.DEFAULT));
        producer.initTransactions();
    }

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
        end.close();
        admin.close();
    }

    @Test
    void shouldFindNothingInAnEmptyTopic() {
        assertThat(last()).isEmpty();
    }

    @Test
    void shouldFindTheLastOneBeforeTheMarker() throws Exception {
        commit("watermark 1");
        commit("entry", "watermark 2");
        commit("entry", "entry");
        awaitMarkers();

        assertThat(last()).hasValueSatisfying(found -> {
            assertThat(found.value()).isEqualTo("watermark 2");
            assertThat(found.offset()).isEqualTo(3);
            assertThat(found.end()).isEqualTo(8);
        });
    }

    @Test
    void shouldPassManyAbortedBatches() throws Exception {
        commit("entry", "watermark 7");
        for (int i = 0; i < 120; i++) {
            producer.beginTransaction();
            send("watermark " + (100 + i));
            send("entry");
            producer.flush();
            producer.abortTransaction();
        }
        awaitMarkers();

        assertThat(last()).hasValueSatisfying(found -> assertThat(found.value()).isEqualTo("watermark 7"));
    }

    @Test
    void shouldSearchBackToTheStart() throws Exception {
        commit("watermark 1");
        String[] entries = new String[2_000];
        java.util.Arrays.fill(entries, "entry");
        commit(entries);
        awaitMarkers();

        assertThat(last())
                .hasValueSatisfying(found -> assertThat(found.offset()).isZero());
    }

    @Test
    void shouldFindNothingWhereTheStartWasTakenAway() throws Exception {
        commit("watermark 1");
        commit("entry", "entry");
        awaitMarkers();
        allowDeletion();
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        assertThat(last()).isEmpty();
    }

    @Test
    void shouldNotSeeWhatIsNotCommitted() throws Exception {
        commit("watermark 1");
        awaitMarkers();
        producer.beginTransaction();
        send("watermark 2");
        producer.flush();

        assertThat(last()).hasValueSatisfying(found -> assertThat(found.value()).isEqualTo("watermark 1"));
        assertThat(topics.openTransactions(spec.name())).containsExactly(Map.entry(partition, 2L));
        assertThat(end.endOffsets(List.of(partition), WITHIN)).containsEntry(partition, 2L);
        producer.abortTransaction();
    }

    @Test
    void shouldSearchSeveralPartitionsAtOnceEachToItsOwnDepth() throws Exception {
        TopicSpec three = new TopicSpec(SharedKafka.newTopic(), 3, 1, 1, 8 << 20, Map.of());
        topics.await(three, new Health().required("kafka"), new Patience(Backoff.DEFAULT));
        TopicPartition deep = new TopicPartition(three.name(), 0);
        TopicPartition near = new TopicPartition(three.name(), 1);
        TopicPartition without = new TopicPartition(three.name(), 2);
        producer.beginTransaction();
        send(deep, "watermark 1");
        send(near, "watermark 1");
        for (int i = 0; i < 1_000; i++) {
            send(deep, "entry");
            send(without, "entry");
        }
        send(near, "watermark 2");
        producer.commitTransaction();
        Awaitility.await().until(() -> topics.openTransactions(three.name()).isEmpty());

        Map<TopicPartition, TopicEnd.Found<String>> last =
                end.last(List.of(deep, near, without), TopicEndTest::watermark, WITHIN);
        assertThat(last)
                .containsOnly(
                        Map.entry(deep, new TopicEnd.Found<>("watermark 1", 0, 1_002)),
                        Map.entry(near, new TopicEnd.Found<>("watermark 2", 1, 3)));
        assertThat(end.lastBelow(Map.of(deep, 500L, near, 1L, without, 0L), TopicEndTest::watermark, WITHIN))
                .containsOnly(
                        Map.entry(deep, new TopicEnd.Found<>("watermark 1", 0, 1_002)),
                        Map.entry(near, new TopicEnd.Found<>("watermark 1", 0, 3)));
    }

    @Test
    void shouldGiveUpInTime() throws Exception {
        commit("entry");
        awaitMarkers();

        assertThatThrownBy(() -> end.last(partition, TopicEndTest::watermark, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
    }

    private Optional<TopicEnd.Found<String>> last() {
        return end.last(partition, TopicEndTest::watermark, WITHIN);
    }

    private static Optional<String> watermark(ConsumerRecord<byte[], byte[]> record) {
        return Optional.of(new String(record.value(), UTF_8)).filter(value -> value.startsWith("watermark"));
    }

    private void commit(String... values) {
        producer.beginTransaction();
        for (String value : values) {
            send(value);
        }
        producer.commitTransaction();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a commit or flush follows, and fails if the send did
    private void send(String value) {
        producer.send(new ProducerRecord<>(spec.name(), "key", value));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // as above
    private void send(TopicPartition to, String value) {
        producer.send(new ProducerRecord<>(to.topic(), to.partition(), "key", value));
    }

    // What compaction does in time, at once.
    private void allowDeletion() throws Exception {
        ConfigEntry policy = new ConfigEntry("cleanup.policy", "compact,delete");
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, spec.name()),
                        List.of(new AlterConfigOp(policy, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private void awaitMarkers() {
        Awaitility.await().until(() -> topics.openTransactions(spec.name()).isEmpty());
    }
}
