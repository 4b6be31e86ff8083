package io.headwater.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
        return Optional.ofNullable(last(List.of(partition), decoder, within).get(partition));
    }

    /** The same for several partitions at once; those where nothing is found are not in the answer. */
    public <T> Map<TopicPartition, Found<T>> last(
            Collection<TopicPartition> partitions,
            Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder,
            Duration within) {
        Map<TopicPartition, Long> everything = new HashMap<>();
        partitions.forEach(partition -> everything.put(partition, Long.MAX_VALUE));
        return lastBelow(everything, decoder, within);
    }

    /**
     * The same, of the records below an offset in each partition.
     *
     * @param below the partitions, and for each the offset in front of which to search
     */
    public <T> Map<TopicPartition, Found<T>> lastBelow(
            Map<TopicPartition, Long> below,
            Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder,
            Duration within) {
        if (below.isEmpty()) {
            return Map.of();
        }
        long deadline = System.nanoTime() + within.toNanos();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(below.keySet(), within);
        Map<TopicPartition, Long> ends = consumer.endOffsets(below.keySet(), within);
        Map<TopicPartition, BackwardSearch<T>> searches = new HashMap<>();
        below.forEach((partition, offset) -> {
            long begin = known(begins, partition);
            long end = known(ends, partition);
            if (Math.min(offset, end) > begin) {
                searches.put(partition, new BackwardSearch<>(decoder, begin, end, Math.min(offset, end)));
            }
        });
        consumer.assign(searches.keySet());
        searches.forEach((partition, search) -> consumer.seek(partition, search.lower()));
        Map<TopicPartition, Found<T>> found = new HashMap<>();
        while (!searches.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            searches.forEach((partition, search) -> records.records(partition).forEach(search::take));
            advance(searches, found, deadline);
        }
        return found;
    }

    private <T> void advance(
            Map<TopicPartition, BackwardSearch<T>> searches, Map<TopicPartition, Found<T>> found, long deadline) {
        boolean ended = false;
        for (TopicPartition partition : List.copyOf(searches.keySet())) {
            BackwardSearch<T> search = Objects.requireNonNull(searches.get(partition));
            if (position(partition, deadline) < search.upper()) {
                continue;
            }
            search.found().ifPresent(record -> found.put(partition, record));
            if (search.found().isEmpty() && search.goBack()) {
                consumer.seek(partition, search.lower());
            } else {
                searches.remove(partition);
                ended = true;
            }
        }
        if (ended) {
            // Those that stay keep their positions.
            consumer.assign(searches.keySet());
        }
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
