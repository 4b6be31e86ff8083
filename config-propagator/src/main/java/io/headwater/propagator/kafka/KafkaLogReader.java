package io.headwater.propagator.kafka;

import io.headwater.propagator.sink.EntriesLog.PositionLostException;
import io.headwater.propagator.sink.EntriesLog.Reader;
import io.headwater.propagator.sink.LogPosition;
import io.headwater.propagator.sink.RawRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/** Reads without a consumer group: positions are kept where the state is, so that both change together. */
final class KafkaLogReader implements Reader {
    private final String topic;
    private final List<TopicPartition> all;
    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaLogReader(String topic, int partitions, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        this.all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
    }

    @Override
    public void seekToBeginning() {
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    @Override
    public void readOnly(int partition) {
        consumer.assign(List.of(all.get(partition)));
        consumer.seekToBeginning(List.of(all.get(partition)));
    }

    @Override
    public void seek(Map<Integer, LogPosition> positions) {
        consumer.assign(all);
        for (TopicPartition partition : all) {
            LogPosition position = positions.getOrDefault(partition.partition(), LogPosition.START);
            // With its leader epoch, the client finds out when the log was cut off below the position (rule 18).
            Optional<Integer> epoch =
                    position.leaderEpoch() < 0 ? Optional.empty() : Optional.of(position.leaderEpoch());
            consumer.seek(partition, new OffsetAndMetadata(position.offset(), epoch, ""));
        }
    }

    @Override
    public Map<Integer, Long> beginnings() {
        return byNumber(consumer.beginningOffsets(all));
    }

    @Override
    public Map<Integer, Long> ends() {
        return byNumber(consumer.endOffsets(all));
    }

    @Override
    public Map<Integer, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, consumer.position(partition));
        }
        return byNumber(positions);
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> numbered = new HashMap<>();
        offsets.forEach((partition, offset) -> numbered.put(partition.partition(), offset));
        return numbered;
    }

    @Override
    public void poll(Duration atMost, Consumer<RawRecord> to) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
                to.accept(raw(record));
            }
        } catch (WakeupException e) {
            // Somebody wants the thread to look around; records are read by the next call.
            return;
        } catch (OffsetOutOfRangeException | NoOffsetForPartitionException e) {
            throw new PositionLostException(topic + ": " + e.getMessage(), e);
        }
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                record.partition(),
                record.offset(),
                record.leaderEpoch().orElse(-1),
                record.timestamp(),
                record.key(),
                record.value(),
                name -> {
                    Header header = record.headers().lastHeader(name);
                    return header == null ? null : header.value();
                });
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
