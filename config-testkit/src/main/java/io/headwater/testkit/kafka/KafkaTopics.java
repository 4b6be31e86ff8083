package io.headwater.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes topics and looks at what is in them. Safe for use by several threads. */
public final class KafkaTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final Admin admin;

    /** Connects to a cluster. */
    public KafkaTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Makes a topic with one replica. */
    public void create(String topic, int partitions, Map<String, String> configs) {
        await(admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1).configs(configs)))
                .all());
    }

    /** Makes a compacted topic with one replica. */
    public void createCompacted(String topic, int partitions) {
        create(topic, partitions, Map.of("cleanup.policy", "compact"));
    }

    /** Deletes a topic with everything in it. */
    public void delete(String topic) {
        await(admin.deleteTopics(Set.of(topic)).all());
    }

    /** The committed records of one partition, from its first to the last that is committed now. */
    public List<ConsumerRecord<byte[], byte[]>> committed(String topic, int partition) {
        return read(new TopicPartition(topic, partition), "read_committed");
    }

    /** All records of one partition, those of open and aborted transactions too. */
    public List<ConsumerRecord<byte[], byte[]>> everything(String topic, int partition) {
        return read(new TopicPartition(topic, partition), "read_uncommitted");
    }

    private List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, String isolation) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                isolation,
                "auto.offset.reset",
                "earliest",
                "max.partition.fetch.bytes",
                16 * 1024 * 1024);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            consumer.seekToBeginning(Set.of(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL).records(partition)) {
                    if (each.offset() < end) {
                        found.add(each);
                    }
                }
            }
        }
        return found;
    }

    /**
     * Has one partition compacted, and returns when no superseded record is left of those that were committed when it was
     * called. Tombstones stay as long as the topic says.
     */
    public void compact(String topic, int partition) {
        new Compaction(admin, bootstrapServers, new TopicPartition(topic, partition), this::committed)
                .run(Compaction.Tombstones.KEEP);
    }

    /** As {@link #compact}, and tombstones are gone as well, whatever the topic says of them. */
    public void compactWithTombstones(String topic, int partition) {
        new Compaction(admin, bootstrapServers, new TopicPartition(topic, partition), this::committed)
                .run(Compaction.Tombstones.REMOVE);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka refused: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
