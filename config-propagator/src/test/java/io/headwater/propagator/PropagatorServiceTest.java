package io.headwater.propagator;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.schemas.Topics;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PropagatorServiceTest {
    private final Hold hold = new Hold("sink.before-apply");
    private KafkaProcess kafka;
    private RedisServer redis;
    private KafkaTopics topics;
    private TestRelay relay;
    private PropagatorService service;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaProcess.start(
                SharedParts.children(),
                SharedParts.uniqueName("kafka"),
                new BrokerSettings(SharedParts.directory("kafka"), 0));
        redis = RedisServer.start(
                SharedParts.children(),
                SharedParts.uniqueName("redis"),
                new RedisOptions(SharedParts.directory("redis"), 0));
        topics = new KafkaTopics(kafka.bootstrapServers());
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
        service = new PropagatorService(
                PropagatorSettings.config(PropagatorSettings.SETTINGS.read(environment, Optional.empty()), Guards.ALL),
                Guards.ALL,
                hold);
        service.lifecycle().start();
        relay = new TestRelay(kafka.bootstrapServers(), Topics.ENTRIES, 4);
    }

    @AfterEach
    void stop() {
        hold.off();
        relay.close();
        service.lifecycle().stop();
        topics.close();
        redis.close();
        kafka.close();
    }

    @Test
    void shouldCarryACommitToRedisAndToTheTopicOfItsEnvironment() {
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
    }

    /** Rule 9: a refill that is not complete is neither shown nor called ready, however long it takes. */
    @Test
    void shouldNotBeReadyBeforeTheHistoryIsComplete() throws Exception {
        relay.target(2);
        relay.commit().create("dev").put("orders", "dev", "a", "1").publish();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(get("/health/ready").body()).contains("building at revision 1 of a refill up to 2"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(redis.send("EXISTS", "hw:{dev}:current")).contains("0");

        relay.commit().put("orders", "dev", "b", "2").publish();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
        assertThat(redis.send("EXISTS", "hw:{dev}:current")).contains("1");
    }

    @Test
    void shouldTellHowLateItIsInCommitsAndMilliseconds() {
        relay.target(0);
        relay.commit().create("dev").publish();
        awaitLag("sink", 0, lag -> lag == 0);
        awaitLag("streams", 0, lag -> lag == 0);

        hold.on();
        relay.timeIs(Instant.now());
        relay.commit().put("orders", "dev", "a", "1").publish();
        awaitLag("sink", 1, lag -> lag > 0);

        hold.off();
        awaitLag("sink", 0, lag -> lag == 0);
        awaitLag("streams", 0, lag -> lag == 0);
    }

    private void awaitLag(String part, int revisions, DoublePredicate milliseconds) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            String page = get("/metrics").body();
            return metric(page, "headwater_propagator_lag_revisions", part) == revisions
                    && milliseconds.test(metric(page, "headwater_propagator_lag_milliseconds", part));
        });
    }

    private static double metric(String page, String name, String part) {
        String line = name + "{part=\"" + part + "\"} ";
        return page.lines()
                .filter(one -> one.startsWith(line))
                .mapToDouble(one -> Double.parseDouble(one.substring(line.length())))
                .findFirst()
                .orElse(-1);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.managementPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static List<String> values(KafkaTopics topics, String topic, int partition) {
        return topics.committed(topic, partition).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
