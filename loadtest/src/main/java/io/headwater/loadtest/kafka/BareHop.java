package io.headwater.loadtest.kafka;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Yardstick: one record from a producer to a consumer, the least that Kafka takes. */
public final class BareHop implements Route, AutoCloseable {
    private final SampleRecords records;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicWatch watch;
    private final AtomicLong last = new AtomicLong();

    /** @param topic exists and has that many partitions */
    public BareHop(String bootstrapServers, String topic, int partitions) throws InterruptedException {
        records = new SampleRecords(topic);
        producer = Producers.plain(bootstrapServers);
        watch = TopicWatch.of(bootstrapServers, topic, partitions);
    }

    @Override
    public long send() {
        long number = last.incrementAndGet();
        var _ = producer.send(records.entry(number, 0));
        return number;
    }

    @Override
    public Arrivals arrivals() {
        return watch.arrivals();
    }

    @Override
    public void close() {
        watch.close();
        producer.close();
    }
}
