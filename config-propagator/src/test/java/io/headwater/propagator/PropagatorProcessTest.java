package io.headwater.propagator;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.schemas.Topics;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The propagator as a process of its own. The topic of all entries has a fixed name, so these tests share a Kafka. */
class PropagatorProcessTest {
    private static KafkaProcess kafka;
    private static RedisServer redis;

    @BeforeAll
    static void start() {
        kafka = KafkaProcess.start(
                SharedParts.children(),
                SharedParts.uniqueName("kafka"),
                new BrokerSettings(SharedParts.directory("kafka"), 0));
        TestRelay.createTopic(kafka.bootstrapServers(), Topics.ENTRIES, 4, TestRelay.compacted());
        redis = RedisServer.start(
                SharedParts.children(),
                SharedParts.uniqueName("redis"),
                new RedisOptions(SharedParts.directory("redis"), 0));
    }

    @AfterAll
    static void stop() {
        kafka.close();
        redis.close();
    }

    private static ServiceProcess launch(String kafkaServers, Map<String, String> more) throws IOException {
        int port = Ports.free();
        Path directory = Files.createDirectories(SharedParts.directory("propagator"));
        Map<String, String> environment = new HashMap<>(Map.of(
                "HEADWATER_KAFKA_BOOTSTRAP_SERVERS",
                kafkaServers,
                "HEADWATER_KAFKA_REPLICATION_FACTOR",
                "1",
                "HEADWATER_KAFKA_MIN_IN_SYNC_REPLICAS",
                "1",
                "HEADWATER_REDIS_ADDRESSES",
                redis.uri(),
                "HEADWATER_MANAGEMENT_PORT",
                Integer.toString(port),
                "HEADWATER_STREAMS_SESSION_TIMEOUT",
                "6s",
                "HEADWATER_DATA_DIR",
                directory.toString()));
        environment.putAll(more);
        return ServiceProcess.launch(
                SharedParts.children(),
                ServiceCommand.ofMain(
                        SharedParts.uniqueName("propagator"),
                        Main.class,
                        environment,
                        directory,
                        URI.create("http://127.0.0.1:" + port + "/health/ready")));
    }

    /** Rule 14: partitions go to the other instance, and nothing is lost or doubled. */
    @Test
    void shouldSurviveTheDeathOfOneOfTwoInstances() throws IOException {
        try (KafkaTopics topics = new KafkaTopics(kafka.bootstrapServers());
                ServiceProcess one = launch(kafka.bootstrapServers(), Map.of());
                ServiceProcess other = launch(kafka.bootstrapServers(), Map.of())) {
            try (TestRelay relay = new TestRelay(kafka.bootstrapServers(), Topics.ENTRIES, 4)) {
                relay.target(0);
                one.awaitReady();
                other.awaitReady();
                relay.commit().create("dev").publish();
                Map<String, String> expected = new TreeMap<>();
                for (int i = 0; i < 200; i++) {
                    if (i == 100) {
                        one.kill();
                    }
                    String service = "service-" + i % 10;
                    relay.commit().put(service, "dev", "key", "" + i).publish();
                    expected.put(service, "" + i);
                }
                Awaitility.await()
                        .atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> entries(topics).equals(expected));
                assertThat(other.isReady()).isTrue();
            }
            assertThat(other.terminate(Duration.ofSeconds(10))).isZero();
        }
    }

    /** What is in the environment's topic; every partition's revisions only rise. */
    private static Map<String, String> entries(KafkaTopics topics) {
        Map<String, String> entries = new TreeMap<>();
        for (int partition = 0; partition < 4; partition++) {
            long last = -1;
            for (ConsumerRecord<byte[], byte[]> record : topics.committed(Topics.environment("dev"), partition)) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.startsWith("{\"service\"")) {
                    long revision = Long.parseLong(new String(
                            record.headers().lastHeader("headwater-revision").value(), StandardCharsets.UTF_8));
                    assertThat(revision).isGreaterThan(last);
                    last = revision;
                    entries.put(
                            key.replaceAll("\\{\"service\":\"([^\"]*)\".*", "$1"),
                            new String(record.value(), StandardCharsets.UTF_8)
                                    .replaceAll(".*\"value\":(.*),\"revision\".*", "$1"));
                }
            }
        }
        return entries;
    }

    @Test
    void shouldRefuseAnEnvironmentsTopicThatIsNotCompacted() throws IOException {
        try (KafkaTopics topics = new KafkaTopics(kafka.bootstrapServers())) {
            topics.create("headwater.env.wrong", 4, Map.of("cleanup.policy", "delete", "max.message.bytes", "8388608"));
            try (ServiceProcess propagator = launch(kafka.bootstrapServers(), Map.of())) {
                assertThat(propagator.process().awaitExit(Duration.ofSeconds(60)))
                        .isTrue();
                assertThat(propagator.process().exitCode()).hasValue(1);
                assertThat(Files.readString(propagator.log()))
                        .contains("headwater.env.wrong")
                        .contains("cleanup.policy");
            } finally {
                topics.delete("headwater.env.wrong");
            }
        }
    }

    @Test
    void shouldRefuseAnotherNumberOfPartitions() throws IOException {
        try (KafkaTopics topics = new KafkaTopics(kafka.bootstrapServers())) {
            topics.create(
                    "headwater.env.narrow", 3, Map.of("cleanup.policy", "compact", "max.message.bytes", "8388608"));
            try (ServiceProcess propagator = launch(kafka.bootstrapServers(), Map.of())) {
                assertThat(propagator.process().awaitExit(Duration.ofSeconds(60)))
                        .isTrue();
                assertThat(propagator.process().exitCode()).hasValue(1);
                assertThat(Files.readString(propagator.log()))
                        .contains("headwater.env.narrow")
                        .contains("3 partitions");
            } finally {
                topics.delete("headwater.env.narrow");
            }
        }
    }

    @Test
    void shouldWaitForKafkaAndEndInOrder() throws IOException {
        try (ServiceProcess propagator = launch("127.0.0.1:" + Ports.free(), Map.of())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> Files.readString(propagator.log()).contains("kafka-topics"));
            assertThat(propagator.isReady()).isFalse();
            assertThat(propagator.terminate(Duration.ofSeconds(10))).isZero();
        }
    }
}
