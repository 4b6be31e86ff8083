package io.headwater.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.ChildProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessTest {

    private static final int ROUNDS = 3;
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static ChildProcesses children;
    private static KafkaProcess kafka;

    @BeforeAll
    static void start() {
        children = ChildProcesses.in(directory);
        kafka = KafkaProcess.start(children, new BrokerSettings(directory.resolve("kafka"), 0));
    }

    @AfterAll
    static void end() {
        children.close();
    }

    @Test
    void shouldKeepCommittedTransactionsWhenKilledAndStartedAgain() throws Exception {
        create("killed");
        String clusterBefore = clusterId();
        List<String> committed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            committed.addAll(List.of("a" + round, "b" + round));
            produceInTransaction("killed", "a" + round, "b" + round);
            // At once: often before the markers of the transaction are written.
            kafka.kill();
            kafka.restart();
            awaitEverything("killed", committed);
        }
        assertThat(clusterId()).isEqualTo(clusterBefore);
    }

    @Test
    void shouldNotAnswerWhilePaused() throws Exception {
        create("paused");
        try (var producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>("paused", "before")).get();
            kafka.pause();
            var late = producer.send(new ProducerRecord<>("paused", "late"));
            assertThatThrownBy(() -> late.get(700, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            kafka.resume();
            late.get(60, TimeUnit.SECONDS);
        }
        assertThat(everything("paused")).containsExactly("before", "late");
    }

    @Test
    void shouldBeAnotherClusterWhenWiped() throws Exception {
        create("wiped");
        String clusterBefore = clusterId();

        kafka.wipe();
        kafka.restart();

        assertThat(clusterId()).isNotEqualTo(clusterBefore);
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void shouldNotCreateTopicsByItself() throws Exception {
        try (Admin admin = admin()) {
            assertThatThrownBy(() -> admin.describeTopics(Set.of("nobody-made-me"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void shouldCarryARecordOfEightMebibytes() throws Exception {
        create("large", Map.of("max.message.bytes", "8388608"));
        String large = "x".repeat(8 * 1024 * 1024 - 1024);
        try (var producer = producer(Map.of("max.request.size", 9 * 1024 * 1024))) {
            producer.send(new ProducerRecord<>("large", large)).get();
        }
        assertThat(everything("large")).containsExactly(large);
    }

    @Test
    void shouldRunWithTheSettingsThatShortTransactionsNeed() throws Exception {
        try (Admin admin = admin()) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
            Config config = admin.describeConfigs(Set.of(broker)).all().get().get(broker);
            assertThat(config.get("auto.create.topics.enable").value()).isEqualTo("false");
            assertThat(config.get("transaction.state.log.replication.factor").value())
                    .isEqualTo("1");
            assertThat(config.get("listeners").value()).contains("127.0.0.1").doesNotContain("0.0.0.0");
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static String clusterId() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void create(String topic) throws Exception {
        create(topic, Map.of());
    }

    private static void create(String topic, Map<String, String> configs) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void produceInTransaction(String topic, String... values) {
        try (var producer = producer(Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                var _ = producer.send(new ProducerRecord<>(topic, value));
            }
            producer.commitTransaction();
        }
    }

    // The markers of a transaction are written after the commit was answered.
    private static void awaitEverything(String topic, List<String> values) {
        await().atMost(START).untilAsserted(() -> assertThat(everything(topic)).isEqualTo(values));
    }

    private static List<String> everything(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }
}
