package io.headwater.propagator;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.schemas.Topics;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PropagatorServiceTest {
    @Test
    void shouldCarryACommitToRedisAndToTheTopicOfItsEnvironment() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(
                        SharedParts.children(), "own-kafka", new BrokerSettings(SharedParts.directory("kafka"), 0));
                RedisServer redis = RedisServer.start(
                        SharedParts.children(), "own-redis", new RedisOptions(SharedParts.directory("redis"), 0));
                KafkaTopics topics = new KafkaTopics(kafka.bootstrapServers())) {
            Map<String, String> environment = Map.of(
                    "HEADWATER_KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "HEADWATER_KAFKA_REPLICATION_FACTOR",
                    "1",
                    "HEADWATER_KAFKA_MIN_IN_SYNC_REPLICAS",
                    "1",
                    "HEADWATER_REDIS_ADDRESSES",
                    redis.uri(),
                    "HEADWATER_MANAGEMENT_PORT",
                    "0",
                    "HEADWATER_DATA_DIR",
                    SharedParts.directory("data").toString());
            PropagatorService service = new PropagatorService(
                    PropagatorSettings.config(
                            PropagatorSettings.SETTINGS.read(environment, Optional.empty()), Guards.ALL),
                    Guards.ALL,
                    Faults.NONE);
            Lifecycle lifecycle = service.lifecycle();
            lifecycle.start();
            try (TestRelay relay = new TestRelay(kafka.bootstrapServers(), Topics.ENTRIES, 4)) {
                relay.target(0);
                relay.commit().create("dev").put("orders", "dev", "a", "1.0").publish();

                int partition = relay.partitionOf("orders");
                String topic = Topics.environment("dev");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofSeconds(1))
                        .ignoreExceptions()
                        .until(() -> values(topics, topic, partition).getLast().contains("\"hash-1\""));
                assertThat(values(topics, topic, partition))
                        .hasSize(4)
                        .element(2)
                        .isEqualTo("{\"type\":\"number\",\"value\":1.0,\"revision\":1}");
                assertThat(redis.send("EXISTS", "hw:{dev}:current")).contains("1");
            } finally {
                lifecycle.stop();
            }
        }
    }

    private static List<String> values(KafkaTopics topics, String topic, int partition) {
        return topics.committed(topic, partition).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
