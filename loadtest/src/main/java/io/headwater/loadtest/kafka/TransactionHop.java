package io.headwater.loadtest.kafka;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Yardstick: one Kafka transaction with an entry, and a watermark in every partition, to a {@code read_committed}
 * consumer. What waits while a transaction is under way goes together into the next one, sent by one of those who wait:
 * no hand-over between threads.
 */
public final class TransactionHop implements Route, AutoCloseable {
    private final SampleRecords records;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicWatch watch;
    private final AtomicLong last = new AtomicLong();
    private final ReentrantLock sending = new ReentrantLock();
    private final Queue<Long> waiting = new ArrayDeque<>();

    /** @param topic exists and has that many partitions */
    public TransactionHop(String bootstrapServers, String topic, int partitions) throws InterruptedException {
        this.records = new SampleRecords(topic);
        this.partitions = partitions;
        this.producer = Producers.transactional(bootstrapServers, "yardstick-" + topic);
        this.watch = TopicWatch.of(bootstrapServers, topic, partitions);
    }

    @Override
    public long send() {
        long number = last.incrementAndGet();
        synchronized (waiting) {
            waiting.add(number);
        }
        sending.lock();
        try {
            List<Long> batch = drained();
            if (!batch.isEmpty()) {
                transaction(batch);
            }
        } finally {
            sending.unlock();
        }
        return number;
    }

    private List<Long> drained() {
        synchronized (waiting) {
            List<Long> batch = new ArrayList<>(waiting);
            waiting.clear();
            return batch;
        }
    }

    private void transaction(List<Long> batch) {
        producer.beginTransaction();
        for (long number : batch) {
            var _ = producer.send(records.entry(number, 0));
        }
        for (int partition = 0; partition < partitions; partition++) {
            var _ = producer.send(records.watermark(batch.getLast(), partition));
        }
        producer.commitTransaction();
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
