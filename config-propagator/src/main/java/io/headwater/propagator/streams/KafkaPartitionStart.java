package io.headwater.propagator.streams;

import io.headwater.runtime.kafka.TopicEnd;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
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

    KafkaPartitionStart(Admin admin, Map<String, Object> connection, String application, String topic, int partitions) {
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
        long beginning = offset(of, OffsetSpec.earliest());
        if (committed != null && committed.offset() > beginning) {
            return OptionalLong.empty();
        }
        try (TopicEnd end = new TopicEnd(connection)) {
            return last(end, of, Long.MAX_VALUE)
                    .map(found -> OptionalLong.of(found.offset()))
                    .orElse(OptionalLong.empty());
        }
    }

    /** The revision of the last watermark of every partition; -1 where there is none. */
    Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        try (TopicEnd end = new TopicEnd(connection)) {
            for (int i = 0; i < partitions; i++) {
                ends.put(
                        i,
                        last(end, new TopicPartition(topic, i), Long.MAX_VALUE)
                                .map(found -> found.value().mark().revision())
                                .orElse(-1L));
            }
        }
        return ends;
    }

    /**
     * Sends an application whose position is so old that it may have missed deletions back to the beginning (rule 17).
     * Does nothing while an instance of it runs: then its position is not old.
     *
     * @param retention how long deletions can be read
     */
    void sendBackIfTooOld(Duration retention, Instant now) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        if (committed.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> back = new HashMap<>();
        try (TopicEnd end = new TopicEnd(connection)) {
            committed.forEach((partition, position) -> {
                long beginning = offset(partition, OffsetSpec.earliest());
                if (position.offset() > beginning && tooOld(end, partition, position.offset(), retention, now)) {
                    back.put(partition, new OffsetAndMetadata(beginning));
                }
            });
        }
        if (back.isEmpty()) {
            return;
        }
        LOG.warn(
                "{} may have missed deletions while nobody ran it; it reads partitions {} from their beginning",
                application,
                back.keySet());
        result(admin.alterConsumerGroupOffsets(application, back).all());
    }

    private static boolean tooOld(
            TopicEnd end, TopicPartition partition, long position, Duration retention, Instant now) {
        Optional<TopicEnd.Found<Mark>> before = last(end, partition, position);
        Optional<TopicEnd.Found<Mark>> newest = last(end, partition, Long.MAX_VALUE);
        if (newest.isEmpty()
                || (before.isPresent() && before.get().offset() == newest.get().offset())) {
            // Nothing has happened since.
            return false;
        }
        Instant oldest = now.minus(retention.dividedBy(2));
        return before.isEmpty() || before.get().value().relayed().isBefore(oldest);
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

    private long offset(TopicPartition partition, OffsetSpec spec) {
        ListOffsetsResultInfo info =
                result(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition));
        return info.offset();
    }

    private static Optional<TopicEnd.Found<Mark>> last(TopicEnd end, TopicPartition partition, long below) {
        return end.last(partition, record -> record.offset() < below ? mark(record) : Optional.empty(), WITHIN);
    }

    private static Optional<Mark> mark(ConsumerRecord<byte[], byte[]> record) {
        try {
            LogRecord decoded = RecordCodec.decode(record.key(), record.value(), name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            });
            return decoded instanceof LogRecord.Watermark mark
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
