package io.headwater.loadtest.kafka;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A {@code read_committed} consumer of a topic's new records, with a thread of its own, which notes when entries arrive. */
public final class TopicWatch implements AutoCloseable {
    private static final byte[] CONTROL = "{\"control\"".getBytes(StandardCharsets.UTF_8);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Arrivals arrivals;
    private final Thread thread;
    private final CountDownLatch positioned = new CountDownLatch(1);

    private TopicWatch(String bootstrapServers, List<TopicPartition> partitions) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        arrivals = new Arrivals("the consumer of " + partitions.getFirst().topic());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread = Thread.ofPlatform().daemon().name("watch").unstarted(() -> read(partitions));
    }

    /** Watches every partition of a topic. Returns when it stands at the end. */
    public static TopicWatch of(String bootstrapServers, String topic, int partitions) throws InterruptedException {
        return started(new TopicWatch(
                bootstrapServers,
                IntStream.range(0, partitions)
                        .mapToObj(each -> new TopicPartition(topic, each))
                        .toList()));
    }

    /** Watches one partition, as a service does that consumes its environment's topic. */
    public static TopicWatch ofPartition(String bootstrapServers, String topic, int partition)
            throws InterruptedException {
        return started(new TopicWatch(bootstrapServers, List.of(new TopicPartition(topic, partition))));
    }

    private static TopicWatch started(TopicWatch watch) throws InterruptedException {
        watch.thread.start();
        watch.positioned.await();
        return watch;
    }

    private void read(List<TopicPartition> partitions) {
        try (consumer) {
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            positioned.countDown();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Header revision = record.headers().lastHeader(RecordHeaders.REVISION);
                    if (revision != null && !isControl(record.key())) {
                        arrivals.arrived(
                                Long.parseLong(new String(revision.value(), StandardCharsets.UTF_8)),
                                System.nanoTime());
                    }
                }
            }
        } catch (WakeupException closed) {
            return;
        } finally {
            positioned.countDown();
        }
    }

    private static boolean isControl(byte[] key) {
        if (key.length < CONTROL.length) {
            return false;
        }
        for (int i = 0; i < CONTROL.length; i++) {
            if (key[i] != CONTROL[i]) {
                return false;
            }
        }
        return true;
    }

    /** What has been read, by revision. */
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
