package io.headwater.writer.kafka;

import io.headwater.schemas.WireRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one producer of the entries' topic. Creating it and fencing its predecessors are two steps. */
final class RelayProducer implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    RelayProducer(RelaySettings settings) {
        this.topic = settings.entries().name();
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Aborts what a predecessor left open, and takes from it the right to write. */
    void fence() {
        producer.initTransactions();
    }

    void begin() {
        producer.beginTransaction();
    }

    void send(int partition, WireRecord record) {
        List<Header> headers = new ArrayList<>(record.headers().size());
        for (WireRecord.Header header : record.headers()) {
            headers.add(new RecordHeader(header.name(), header.value()));
        }
        // A send that fails makes the commit fail: nobody has to look at its future.
        var _ = producer.send(new ProducerRecord<>(topic, partition, record.key(), record.value(), headers));
    }

    void commit() {
        producer.commitTransaction();
    }

    /** Does not wait for what is on its way: whoever comes next aborts it. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        producer.close(Duration.ofMillis(200));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
