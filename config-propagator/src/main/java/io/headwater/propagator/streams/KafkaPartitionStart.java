package io.headwater.propagator.streams;

import io.headwater.propagator.EntriesRecords;
import io.headwater.runtime.kafka.TopicEnd;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the tasks of an application begin, as Kafka has it. Thread-safe. */
final class KafkaPartitionStart implements PartitionStart {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPartitionStart.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Admin admin;
    private final Map<String, Object> connection;
    private final String application;
    private final String topic;
    private final int partitions;
    private final Duration compactionLag;
    private final InstantSource clock;

    /** @param compactionLag how long a record is safe from compaction */
    KafkaPartitionStart(
            Admin admin,
            Map<String, Object> connection,
            String application,
            String topic,
            int partitions,
            Duration compactionLag,
            InstantSource clock) {
        this.compactionLag = compactionLag;
        this.clock = clock;
        this.admin = admin;
        this.connection = connection;
        this.application = application;
        this.topic = topic;
        this.partitions = partitions;
    }

    /** A watermark, and when it was relayed. */
    record Mark(LogRecord.Watermark mark, Instant relayed) {}

    @Override
    public OptionalLong replayedAt(int partition) {
        TopicPartition of = new TopicPartition(topic, partition);
        OffsetAndMetadata committed = committed().get(of);
        if (committed != null && committed.offset() > beginning(beginnings(List.of(of)), of)) {
            return OptionalLong.empty();
        }
        return lastWatermark(of);
    }

    @Override
    public OptionalLong wholeFrom(int partition, long written) {
        return written < clock.millis() - compactionLag.toMillis() / 2
                ? lastWatermark(new TopicPartition(topic, partition))
                : OptionalLong.empty();
    }

    private OptionalLong lastWatermark(TopicPartition partition) {
        try (TopicEnd end = new TopicEnd(connection)) {
            return end.last(partition, KafkaPartitionStart::mark, WITHIN)
                    .map(found -> OptionalLong.of(found.offset()))
                    .orElse(OptionalLong.empty());
        }
    }

    /**
     * Looks at all partitions before the application starts. One whose position is so old that it may have missed
     * deletions is sent back to the beginning (rule 17); that does nothing while an instance of it runs: then its position
     * is not old.
     *
     * @param retention how long deletions can be read
     * @return the revision of the last watermark of every partition; -1 where there is none
     */
    Map<Integer, Long> prepare(Duration retention, Instant now) {
        // The ends are read later than the positions, so no position is beyond them.
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<TopicPartition, TopicEnd.Found<Mark>> newest;
        try (TopicEnd end = new TopicEnd(connection)) {
            newest = end.last(all, KafkaPartitionStart::mark, WITHIN);
            if (!committed.isEmpty()) {
                sendBack(tooOld(end, committed, newest, now.minus(retention.dividedBy(2))));
            }
        }
        Map<Integer, Long> ends = new HashMap<>();
        for (TopicPartition partition : all) {
            TopicEnd.Found<Mark> last = newest.get(partition);
            ends.put(
                    partition.partition(),
                    last == null ? -1L : last.value().mark().revision());
        }
        return ends;
    }

    /** Where the partitions begin whose last watermark before their position is older than this, though there is a newer one. */
    private Map<TopicPartition, OffsetAndMetadata> tooOld(
            TopicEnd end,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, TopicEnd.Found<Mark>> newest,
            Instant oldest) {
        Map<TopicPartition, Long> beginnings = beginnings(committed.keySet());
        Map<TopicPartition, Long> positions = new HashMap<>();
        committed.forEach((partition, position) -> {
            if (position.offset() > beginning(beginnings, partition)) {
                positions.put(partition, position.offset());
            }
        });
        Map<TopicPartition, TopicEnd.Found<Mark>> before = end.lastBelow(positions, KafkaPartitionStart::mark, WITHIN);
        Map<TopicPartition, OffsetAndMetadata> back = new HashMap<>();
        for (TopicPartition partition : positions.keySet()) {
            TopicEnd.Found<Mark> last = newest.get(partition);
            TopicEnd.Found<Mark> passed = before.get(partition);
            if (last == null || (passed != null && passed.offset() == last.offset())) {
                // Nothing has happened since.
                continue;
            }
            if (passed == null || passed.value().relayed().isBefore(oldest)) {
                back.put(partition, new OffsetAndMetadata(beginning(beginnings, partition)));
            }
        }
        return back;
    }

    private void sendBack(Map<TopicPartition, OffsetAndMetadata> back) {
        if (back.isEmpty()) {
            return;
        }
        LOG.warn(
                "{} may have missed deletions while nobody ran it; it reads partitions {} from their beginning",
                application,
                back.keySet());
        result(admin.alterConsumerGroupOffsets(application, back).all());
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        result(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata())
                .forEach((partition, position) -> {
                    if (position != null && partition.topic().equals(topic)) {
                        found.put(partition, position);
                    }
                });
        return found;
    }

    private Map<TopicPartition, Long> beginnings(Collection<TopicPartition> of) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        of.forEach(partition -> wanted.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, Long> found = new HashMap<>();
        result(admin.listOffsets(wanted).all()).forEach((partition, info) -> found.put(partition, info.offset()));
        return found;
    }

    private static long beginning(Map<TopicPartition, Long> beginnings, TopicPartition partition) {
        return Objects.requireNonNull(beginnings.get(partition), "Kafka tells all or fails");
    }

    private static Optional<Mark> mark(ConsumerRecord<byte[], byte[]> record) {
        try {
            LogRecord decoded = EntriesRecords.decode(record.key(), record.value(), name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            });
            return decoded instanceof LogRecord.Watermark mark && mark.partition() == record.partition()
                    ? Optional.of(new Mark(mark, Instant.ofEpochMilli(record.timestamp())))
                    : Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private static <T> T result(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
