package io.headwater.testkit.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the broker's log cleaner do its work on one partition now.
 *
 * <p>The cleaner leaves the active segment alone, and a segment is closed only when something is appended. So an aborted
 * transaction is appended, which no consumer of committed records sees, under settings of the topic that close segments
 * at once; they are put back afterwards.
 */
final class Compaction {

    /** What becomes of deletions. */
    enum Tombstones {
        KEEP,
        REMOVE
    }

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final byte[] FILLER = "compaction".getBytes(StandardCharsets.UTF_8);

    private final Admin admin;
    private final String bootstrapServers;
    private final TopicPartition partition;
    private final ConfigResource topic;
    private final BiFunction<String, Integer, List<ConsumerRecord<byte[], byte[]>>> committed;

    Compaction(
            Admin admin,
            String bootstrapServers,
            TopicPartition partition,
            BiFunction<String, Integer, List<ConsumerRecord<byte[], byte[]>>> committed) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
        this.partition = partition;
        this.topic = new ConfigResource(ConfigResource.Type.TOPIC, partition.topic());
        this.committed = committed;
    }

    void run(Tombstones tombstones) {
        List<ConsumerRecord<byte[], byte[]>> before = read();
        if (before.isEmpty()) {
            return;
        }
        long end = before.getLast().offset() + 1;
        Map<String, String> eager = settings(tombstones);
        Collection<AlterConfigOp> restore = undoing(eager.keySet());
        alter(eager.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList());
        try {
            closeSegmentsUntilClean(end, tombstones);
        } finally {
            alter(restore);
        }
    }

    private static Map<String, String> settings(Tombstones tombstones) {
        Map<String, String> eager = new HashMap<>(Map.of(
                "segment.ms", "1",
                "min.cleanable.dirty.ratio", "0.0",
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", "1"));
        if (tombstones == Tombstones.REMOVE) {
            eager.put("delete.retention.ms", "0");
        }
        return eager;
    }

    private void closeSegmentsUntilClean(long end, Tombstones tombstones) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "compaction-" + UUID.randomUUID());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            while (!isClean(end, tombstones)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(partition + " was not compacted within " + LIMIT
                            + ". Does the broker's log.cleaner.backoff.ms let its cleaner look often enough?");
                }
                producer.beginTransaction();
                var _ = producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), FILLER, FILLER));
                producer.flush();
                producer.abortTransaction();
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private boolean isClean(long end, Tombstones tombstones) {
        Set<ByteBuffer> keys = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> each : read()) {
            boolean superseded = each.offset() < end && !keys.add(ByteBuffer.wrap(each.key()));
            boolean unwanted = each.offset() < end && each.value() == null && tombstones == Tombstones.REMOVE;
            if (superseded || unwanted) {
                return false;
            }
        }
        return true;
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        return committed.apply(partition.topic(), partition.partition());
    }

    /** What brings the topic's own settings back: those that it had, and none where it had none. */
    private Collection<AlterConfigOp> undoing(Set<String> names) {
        Config now = Objects.requireNonNull(
                KafkaTopics.await(admin.describeConfigs(Set.of(topic)).all()).get(topic));
        List<AlterConfigOp> undo = new ArrayList<>();
        for (String name : names) {
            ConfigEntry entry = now.get(name);
            boolean own = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
            undo.add(new AlterConfigOp(
                    new ConfigEntry(name, own ? entry.value() : ""),
                    own ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE));
        }
        return undo;
    }

    private void alter(Collection<AlterConfigOp> changes) {
        var _ = KafkaTopics.await(
                admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
    }
}
