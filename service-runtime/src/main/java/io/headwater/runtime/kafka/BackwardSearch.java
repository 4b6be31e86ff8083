package io.headwater.runtime.kafka;

import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How far the search in one partition has come: the window that is read now, and what was found in it. */
final class BackwardSearch<T> {
    private static final long FIRST_WINDOW = 64;
    private static final long LONGEST_WINDOW = 16_384;

    private final Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder;
    private final long begin;
    private final long end;
    private long window = FIRST_WINDOW;
    private long lower;
    private long upper;
    private TopicEnd.@Nullable Found<T> found;

    /**
     * Begins with the last window.
     *
     * @param end where the committed records end
     * @param below where to begin; at most {@code end}
     */
    BackwardSearch(Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decoder, long begin, long end, long below) {
        this.decoder = decoder;
        this.begin = begin;
        this.end = end;
        this.upper = below;
        this.lower = Math.max(begin, below - window);
    }

    /** Where the window begins. */
    long lower() {
        return lower;
    }

    /** The window is read when the consumer's position is here, or further. */
    long upper() {
        return upper;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() >= lower && record.offset() < upper) {
            decoder.apply(record).ifPresent(value -> found = new TopicEnd.Found<>(value, record.offset(), end));
        }
    }

    /** The last one in this window. */
    Optional<TopicEnd.Found<T>> found() {
        return Optional.ofNullable(found);
    }

    /** Takes the window in front of this one; false where there is none. */
    boolean goBack() {
        if (lower <= begin) {
            return false;
        }
        window = Math.min(window * 4, LONGEST_WINDOW);
        upper = lower;
        lower = Math.max(begin, upper - window);
        return true;
    }
}
