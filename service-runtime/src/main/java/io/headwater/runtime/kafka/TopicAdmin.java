package io.headwater.runtime.kafka;

import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.lifecycle.Patience;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes topics and checks them. Every call waits for the cluster, for as long as the time-outs of the admin client say,
 * and throws a {@link KafkaException} when it cannot be reached. Safe for use by several threads.
 */
public final class TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);

    private static final int LOOKS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Admin admin;

    /** @param admin stays open, and the caller's to close */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes a topic unless it is there, and checks it.
     *
     * @throws TopicRefusedException if it is there and cannot be used
     * @throws KafkaException if the cluster cannot be reached, or does not show a new topic yet: try again
     */
    public TopicState ensure(TopicSpec spec) throws InterruptedException {
        TopicState state = find(spec.name()).orElse(null);
        if (state == null) {
            create(spec);
            state = made(spec.name());
        }
        List<String> faults = state.faults(spec);
        if (!faults.isEmpty()) {
            throw new TopicRefusedException(spec.name(), faults);
        }
        return state;
    }

    /** A broker may answer for a moment from before it has heard of a topic that the controller has made. */
    private TopicState made(String topic) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            Optional<TopicState> state = find(topic);
            if (state.isPresent()) {
                return state.get();
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new UnknownTopicOrPartitionException("the topic " + topic + " was made and is not visible yet");
    }

    /** As {@link #ensure}, again and again until the cluster can be reached. */
    public TopicState await(TopicSpec spec, HealthPart part, Patience patience) throws InterruptedException {
        return patience.until(part, "checking the topic " + spec.name(), () -> ensure(spec));
    }

    /** What a topic is like; empty if there is none. */
    public Optional<TopicState> find(String topic) throws InterruptedException {
        try {
            TopicDescription description = describe(topic);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Map<String, String> settings = new HashMap<>();
            result(admin.describeConfigs(List.of(resource)).all()).values().stream()
                    .flatMap(config -> config.entries().stream())
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
            int replicas = description.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            return Optional.of(new TopicState(
                    topic, description.topicId(), description.partitions().size(), replicas, settings));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    /** The id of a topic, which another topic of the same name does not have; empty if there is none. */
    public Optional<Uuid> topicId(String topic) throws InterruptedException {
        try {
            return Optional.of(describe(topic).topicId());
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    /**
     * The partitions in which transactions are open, with the offset of the first record of them: readers of committed
     * records see nothing from there on. A commit is answered before its markers are written, so for a moment this is
     * also true of transactions that are committed.
     */
    public Map<TopicPartition, Long> openTransactions(String topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicPartitionInfo partition : describe(topic).partitions()) {
            latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
        }
        // In this order: the end that committed records reach cannot be beyond the other one then.
        Map<TopicPartition, Long> committed = ends(latest, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> all = ends(latest, IsolationLevel.READ_UNCOMMITTED);
        committed.entrySet().removeIf(end -> end.getValue() >= all.getOrDefault(end.getKey(), 0L));
        return committed;
    }

    private Map<TopicPartition, Long> ends(Map<TopicPartition, OffsetSpec> latest, IsolationLevel isolation)
            throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        result(admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private TopicDescription describe(String topic) throws InterruptedException {
        return result(admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .iterator()
                .next();
    }

    private void create(TopicSpec spec) throws InterruptedException {
        NewTopic topic = new NewTopic(spec.name(), spec.partitions(), (short) spec.replicas()).configs(spec.settings());
        try {
            result(admin.createTopics(List.of(topic)).all());
            LOG.info("made the topic {} with {} partitions", spec.name(), spec.partitions());
        } catch (TopicExistsException e) {
            LOG.debug("the topic {} was made by somebody else just now", spec.name());
        }
    }

    private static <T> T result(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
