package io.headwater.propagator.kafka;

import io.headwater.propagator.sink.EntriesLog;
import io.headwater.runtime.kafka.TopicAdmin;
import io.headwater.runtime.kafka.TopicState;
import io.headwater.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of all entries in Kafka. */
public final class KafkaEntriesLog implements EntriesLog, AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final String topic;
    private final Map<String, Object> connection;
    private final boolean readCommitted;
    private final Admin admin;

    /**
     * @param connection how Kafka is reached: at least its bootstrap servers
     * @param readCommitted off only to prove what it is good for, see {@link io.headwater.propagator.Guards}
     */
    public KafkaEntriesLog(String topic, Map<String, Object> connection, boolean readCommitted) {
        this.topic = topic;
        this.connection = Map.copyOf(connection);
        this.readCommitted = readCommitted;
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.admin = Admin.create(settings);
    }

    @Override
    public Topic topic() throws InterruptedException {
        TopicState state = new TopicAdmin(admin)
                .find(topic)
                .orElseThrow(() -> new UnknownTopicOrPartitionException("there is no topic " + topic + " yet"));
        return new Topic(
                state.id().toString(),
                state.partitions(),
                state.duration(TopicConfig.DELETE_RETENTION_MS_CONFIG),
                state.duration(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG));
    }

    /** Every environment has a topic of its own, made before anybody hears of the environment (rule 11). */
    @Override
    public Set<String> likelyEnvironments() throws InterruptedException {
        try {
            return admin.listTopics().names().get().stream()
                    .flatMap(name -> Topics.environmentOf(name).stream())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (ExecutionException e) {
            throw new KafkaException("topics cannot be listed", e.getCause());
        }
    }

    @Override
    public Reader open(int partitions) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, readCommitted ? "read_committed" : "read_uncommitted");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaLogReader(topic, partitions, new KafkaConsumer<>(settings));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
