package io.headwater.e2e.faults;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic to its end, from where it was at the last time, and holds every committed record against the order that
 * is promised: revisions of a key and of watermarks never go back, nothing is there twice. Only a refill, behind its
 * target, tells again what was told. Not safe for use by several threads.
 */
final class TopicFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<OnePartition> partitions = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private long malformed;

    /** What one partition has told. */
    static final class OnePartition {
        private final Map<EntryId, LayerEntry> entries = new TreeMap<>();
        private long watermark = -1;
        private long refillTo = -1;
        private boolean open;

        /** The last state of each entry. */
        Map<EntryId, LayerEntry> entries() {
            return entries;
        }

        long watermark() {
            return watermark;
        }
    }

    TopicFollower(String bootstrapServers, String topic, int partitionCount) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitionCount; i++) {
            all.add(new TopicPartition(topic, i));
            partitions.add(new OnePartition());
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads on to the present end. @return what was wrong with it, since the beginning */
    List<String> follow() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
        return wrong;
    }

    List<OnePartition> partitions() {
        return partitions;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        OnePartition in = partitions.get(record.partition());
        Optional<LogRecord> decoded = decode(record);
        if (decoded.isEmpty()) {
            malformed++;
            return;
        }
        switch (decoded.get()) {
            case LogRecord.Entry entry -> {
                LayerEntry old = in.entries.put(entry.id(), entry.state());
                boolean refill = entry.state().revision() <= in.refillTo;
                if (old != null && old.revision() >= entry.state().revision() && !refill) {
                    wrong(record, entry.id() + " of " + entry.state().revision() + " behind " + old.revision());
                }
                if (entry.state().revision() <= in.watermark && !refill && !isFill(record)) {
                    wrong(record, entry.id() + " of " + entry.state().revision() + " behind watermark " + in.watermark);
                }
                in.open = true;
            }
            case LogRecord.Environment environment -> {
                boolean begins =
                        environment.state().since() == environment.state().revision();
                if (topic.equals(Topics.environment(environment.state().name())) && begins) {
                    // Emptied, or about to be filled with what is older.
                    in.entries.clear();
                }
                in.open = true;
            }
            case LogRecord.Target target -> in.refillTo = target.revision();
            case LogRecord.Watermark mark -> {
                if (mark.revision() <= in.watermark && mark.revision() > in.refillTo) {
                    wrong(record, "watermark " + mark.revision() + " behind " + in.watermark);
                }
                in.watermark = mark.revision();
                in.open = false;
                if (mark.revision() >= in.refillTo) {
                    in.refillTo = -1;
                }
            }
        }
    }

    /** An environment's topic is filled from the store with what is older than its environment. */
    private boolean isFill(ConsumerRecord<byte[], byte[]> record) {
        return !record.topic().equals(Topics.ENTRIES);
    }

    private void wrong(ConsumerRecord<byte[], byte[]> record, String what) {
        wrong.add(topic + "-" + record.partition() + " at offset " + record.offset() + " has " + what);
    }

    /** Whether the last record of a partition is a watermark. */
    boolean settled() {
        return partitions.stream().noneMatch(partition -> partition.open);
    }

    /** How many records nobody can read: whoever put them there knows of them. */
    long malformed() {
        return malformed;
    }

    private static Optional<LogRecord> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(RecordCodec.decode(record.key(), record.value(), name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            }));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
