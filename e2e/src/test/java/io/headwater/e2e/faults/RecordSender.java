package io.headwater.e2e.faults;

import io.headwater.schemas.LogRecord;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import io.headwater.schemas.WireRecord;
import io.headwater.testkit.parts.SharedParts;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records to {@code headwater.entries} as a relay does, or as one that is gone wrong. */
final class RecordSender implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final KafkaProducer<byte[], byte[]> producer;

    RecordSender(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", SharedParts.uniqueName("sender")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    void begin() {
        producer.beginTransaction();
    }

    void send(int partition, LogRecord record) {
        WireRecord wire = RecordCodec.encode(record, Instant.EPOCH, null);
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(Topics.ENTRIES, partition, wire.key(), wire.value());
        wire.headers().forEach(header -> sent.headers().add(header.name(), header.value()));
        var _ = producer.send(sent);
    }

    void everywhere(LogRecord record) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, record);
        }
    }

    void watermarks(long revision) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, new LogRecord.Watermark(partition, 1, revision, Instant.EPOCH, "0".repeat(64)));
        }
    }

    void flush() {
        producer.flush();
    }

    void commit() {
        producer.commitTransaction();
    }

    void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
