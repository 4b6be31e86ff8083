package io.headwater.writer.kafka;

import io.headwater.runtime.kafka.TopicEnd;
import io.headwater.schemas.LogRecord;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the topic is: known where the relay runs, else read from the topic, not more often than once a second. */
public final class RelayedRevision {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedRevision.class);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final RelaySettings settings;
    private final LongSupplier relayed;
    private OptionalLong read = OptionalLong.empty();
    private long readAt = System.nanoTime() - FRESH.toNanos();

    /** @param relayed what this replica's own relay knows; negative where another one relays */
    public RelayedRevision(RelaySettings settings, LongSupplier relayed) {
        this.settings = settings;
        this.relayed = relayed;
    }

    /** The newest revision in the topic; empty where Kafka does not answer, or the topic has none. */
    public OptionalLong current() {
        long own = relayed.getAsLong();
        return own >= 0 ? OptionalLong.of(own) : fromTopic();
    }

    private synchronized OptionalLong fromTopic() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            read = readTopic();
            readAt = System.nanoTime();
        }
        return read;
    }

    private OptionalLong readTopic() {
        try (TopicEnd end = new TopicEnd(settings.client())) {
            TopicPartition first = new TopicPartition(settings.entries().name(), 0);
            return end.last(first, RelayResume::control, WITHIN)
                    .map(found -> found.value() instanceof LogRecord.Watermark mark
                            ? OptionalLong.of(mark.revision())
                            : OptionalLong.empty())
                    .orElse(OptionalLong.empty());
        } catch (KafkaException e) {
            LOG.debug("Kafka does not say how far the topic is", e);
            return OptionalLong.empty();
        }
    }
}
