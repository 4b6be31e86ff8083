package io.headwater.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the end of partitions: the last record that fits, among those that are committed.
 *
 * <p>What stands at the end of a partition is often no record at all, but the marker of a transaction, or a batch that
 * was aborted. So this reads windows backwards, each a few times as long as the one after it, and takes a window as read
 * when the position has passed its end, not when records have come.
 *
 * <p>One thread at a time; the consumer is its own and is closed with it.
 */
public final class TopicEnd implements AutoCloseable {

    private static final long FIRST_WINDOW = 64;
    private static final long LONGEST_WINDOW = 16_384;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;

    /**
     * A record that was found.
     *
     * @param offset where it is
     * @param end where the committed records ended when the search began
     */
    public record Found<T>(T value, long offset, long end) {}

    /** @param client how to reach the cluster: {@code bootstrap.servers} and security, as for every client */
    public TopicEnd(Map<String, ?> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The next window is never far away: a fetch at the end of the last one must not hold it up.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        // Compaction may move the start while this reads: then it goes on at the new one.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The last committed record for which the decoder has a value.
     *
     * @param decoder must not throw; empty for records that are something else
     * @param within the whole search may take this long
     * @throws TimeoutException if it takes longer
     */
    public <T> Optional<Found<T>> last(
            TopicPartition partition, Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        List<TopicPartition> one = List.of(partition);
        long begin = known(consumer.beginningOffsets(one, within), partition);
        long end = known(consumer.endOffsets(one, within), partition);
        consumer.assign(one);
        long window = FIRST_WINDOW;
        for (long upper = end; upper > begin; window = Math.min(window * 4, LONGEST_WINDOW)) {
            long lower = Math.max(begin, upper - window);
            Optional<Found<T>> found = lastWithin(partition, lower, upper, end, decoder, deadline);
            if (found.isPresent()) {
                return found;
            }
            upper = lower;
        }
        return Optional.empty();
    }

    /** Where the committed records of these partitions end now. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration within) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, within);
        partitions.forEach(partition -> known(ends, partition));
        return Map.copyOf(ends);
    }

    // A consumer out of time may answer with an empty map: taken for zero, it would make a full topic an empty one.
    private static long known(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new TimeoutException("the offsets of " + partition + " did not come in time");
        }
        return offset;
    }

    private <T> Optional<Found<T>> lastWithin(
            TopicPartition partition,
            long lower,
            long upper,
            long end,
            Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder,
            long deadline) {
        Optional<Found<T>> last = Optional.empty();
        consumer.seek(partition, lower);
        while (position(partition, deadline) < upper) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < upper) {
                    Optional<T> value = decoder.apply(record);
                    if (value.isPresent()) {
                        last = Optional.of(new Found<>(value.get(), record.offset(), end));
                    }
                }
            }
        }
        return last;
    }

    private long position(TopicPartition partition, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new TimeoutException("the end of " + partition + " could not be read in time; read up to "
                    + consumer.position(partition, POLL));
        }
        return consumer.position(partition, Duration.ofNanos(left));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
