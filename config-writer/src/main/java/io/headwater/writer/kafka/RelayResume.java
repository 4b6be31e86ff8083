package io.headwater.writer.kafka;

import io.headwater.core.CommitHash;
import io.headwater.runtime.kafka.TopicEnd;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LoggedCommit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where to go on: the topic itself says it, by its last watermarks. */
final class RelayResume {
    private static final Logger LOG = LoggerFactory.getLogger(RelayResume.class);
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final RelaySettings settings;
    private final CommitLog log;

    RelayResume(RelaySettings settings, CommitLog log) {
        this.settings = settings;
        this.log = log;
    }

    /**
     * The watermark after which to go on. Empty where the topic has to be filled: it is new, or a fill did not get to its
     * end, or its partitions do not agree.
     */
    Optional<LogRecord.Watermark> position() {
        List<TopicPartition> partitions = IntStream.range(0, settings.entries().partitions())
                .mapToObj(partition -> new TopicPartition(settings.entries().name(), partition))
                .toList();
        Map<TopicPartition, TopicEnd.Found<LogRecord>> found;
        try (TopicEnd end = new TopicEnd(settings.client())) {
            found = end.last(partitions, RelayResume::control, WITHIN);
        }
        List<Optional<LogRecord.Watermark>> last = partitions.stream()
                .map(partition -> Optional.ofNullable(found.get(partition))
                        .map(TopicEnd.Found::value)
                        .filter(LogRecord.Watermark.class::isInstance)
                        .map(LogRecord.Watermark.class::cast))
                .toList();
        Optional<LogRecord.Watermark> first = last.getFirst();
        boolean agree = last.stream()
                .allMatch(mark ->
                        mark.map(LogRecord.Watermark::revision).equals(first.map(LogRecord.Watermark::revision)));
        if (!agree) {
            LOG.error(
                    "the partitions of {} end at different watermarks: {}; filling the topic again",
                    settings.entries().name(),
                    last);
            return Optional.empty();
        }
        return first;
    }

    static Optional<LogRecord> control(ConsumerRecord<byte[], byte[]> record) {
        try {
            LogRecord decoded = RecordCodec.decode(record.key(), record.value(), name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            });
            // A target with no watermark behind it: the fill that it announced did not get to its end.
            boolean control = decoded instanceof LogRecord.Watermark || decoded instanceof LogRecord.Target;
            return control ? Optional.of(decoded) : Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks that the topic tells this history and not another.
     *
     * @throws RelayHaltedException if it does not
     */
    void verify(LogRecord.Watermark mark, long epoch) {
        if (mark.epoch() != epoch) {
            throw new RelayHaltedException("the topic " + settings.entries().name() + " is of epoch " + mark.epoch()
                    + " and this history of epoch " + epoch + "; nothing is written to it");
        }
        Optional<String> hash = mark.revision() == 0
                ? Optional.of(CommitHash.GENESIS)
                : log.commit(mark.revision()).map(LoggedCommit::commit).map(commit -> commit.hash());
        if (hash.filter(mark.hash()::equals).isEmpty()) {
            throw new RelayHaltedException("the topic " + settings.entries().name() + " was filled up to commit "
                    + mark.revision() + " with the hash " + mark.hash() + ", and MongoDB has "
                    + hash.map(it -> "another one with " + it).orElse("no such commit")
                    + ". One of them was restored or belongs to another system. Nothing is written to Kafka; delete the"
                    + " topic to have it filled from MongoDB, or restore the right MongoDB");
        }
    }
}
