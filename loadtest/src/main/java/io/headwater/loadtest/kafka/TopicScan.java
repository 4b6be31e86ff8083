package io.headwater.loadtest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Yardstick: a plain {@code read_committed} consumer that reads a whole topic and does nothing with it.
 *
 * @param records that it read
 * @param time from before it was made until the end
 */
public record TopicScan(long records, Duration time) {

    /** Reads up to the end as it is now. */
    public static TopicScan of(String bootstrapServers, String topic, int partitions) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 5_000);
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(each -> new TopicPartition(topic, each))
                .toList();
        long begun = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long records = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                records += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return new TopicScan(records, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Records a second. */
    public double rate() {
        return records * 1e9 / time.toNanos();
    }
}
