package io.headwater.e2e.direct;

import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the configuration of one service straight from the topic of its environment: a model for services that want
 * no more between them and Kafka. One partition tells a service everything, in order.
 *
 * <p>What a reader of the topic has to heed, in the order in which it is met here:
 *
 * <ol>
 *   <li>Only committed records count ({@code isolation.level=read_committed}), and no offset is ever guessed
 *       ({@code auto.offset.reset=none}): what does not fit means to start afresh.
 *   <li>Compaction removes what was superseded, so while old records are read there is no state that ever existed. Nothing
 *       is shown before the end that the partition had at the start was passed, the watermark has come up with the
 *       newest record, and a refill has come up to its target.
 *   <li>Records wait for the watermark behind them, and so commits are seen whole or not at all.
 *   <li>Another topic of the same name, another epoch, and a pause so long that compaction may have overtaken it: start
 *       afresh. What was shown stays until the new state is complete and not older.
 * </ol>
 *
 * {@link #now()} may be called by any thread; listeners are called one after another by the consumer's own.
 */
public final class EnvironmentConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_AT_TOPIC = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(200);

    /** Told of every change, and at first with nothing as what was before. */
    @FunctionalInterface
    public interface Listener {
        /** The view was swapped. Must not block for long. */
        void changed(Optional<View> before, View after);
    }

    private final String bootstrapServers;
    private final String service;
    private final String environment;
    private final Duration longestPause;
    private final List<Listener> listeners;
    private final AtomicLong malformed = new AtomicLong();
    private final Thread thread;
    private volatile Optional<View> view = Optional.empty();
    private volatile boolean stopping;

    /**
     * Starts it; Kafka may be down.
     *
     * @param longestPause shorter than {@code min.compaction.lag.ms}, and than half of {@code delete.retention.ms}
     */
    public EnvironmentConsumer(
            String bootstrapServers, String service, String environment, Duration longestPause, Listener... listeners) {
        this.bootstrapServers = bootstrapServers;
        this.service = service;
        this.environment = environment;
        this.longestPause = longestPause;
        this.listeners = List.of(listeners);
        this.thread = Thread.ofPlatform()
                .name("direct-" + service + "-" + environment)
                .start(this::run);
    }

    /** The newest complete state; empty until there is one. */
    public Optional<View> now() {
        return view;
    }

    /** How many records nobody could read. */
    public long malformed() {
        return malformed.get();
    }

    private void run() {
        while (!stopping) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                    KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                follow(consumer, admin);
            } catch (InvalidOffsetException e) {
                LOG.info("the topic does not go on where it was read to; starting afresh: {}", e.getMessage());
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (KafkaException | ExecutionException e) {
                LOG.info("reading {} again: {}", Topics.environment(environment), e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(RETRY);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "none",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "reconnect.backoff.max.ms",
                500,
                "default.api.timeout.ms",
                5_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads from the beginning; returns when that has to be done again. */
    private void follow(KafkaConsumer<byte[], byte[]> consumer, Admin admin)
            throws InterruptedException, ExecutionException {
        TopicDescription topic = describe(admin);
        TopicPartition partition = new TopicPartition(
                topic.name(), Partitions.of(service, topic.partitions().size()));
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        TopicFold fold = new TopicFold(service, environment, partition.partition());
        long looked = System.nanoTime();
        long polled = looked;
        while (!stopping) {
            var records = consumer.poll(POLL).records(partition);
            long now = System.nanoTime();
            if (now - polled > longestPause.toNanos()) {
                LOG.info("paused for too long: compaction may have passed; starting afresh");
                return;
            }
            polled = now;
            if (now - looked > LOOK_AT_TOPIC.toNanos()) {
                if (!describe(admin).topicId().equals(topic.topicId())) {
                    LOG.info("{} is another topic now; starting afresh", topic.name());
                    return;
                }
                looked = now;
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Optional<LogRecord> decoded = decode(record);
                if (decoded.isPresent() && !fold.take(decoded.get())) {
                    LOG.info("another epoch has begun; starting afresh");
                    return;
                }
            }
            if (consumer.position(partition) >= end && fold.whole()) {
                show(fold);
            }
        }
    }

    private TopicDescription describe(Admin admin) throws InterruptedException, ExecutionException {
        String name = Topics.environment(environment);
        return admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
    }

    private Optional<LogRecord> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(RecordCodec.decode(record.key(), record.value(), name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            }));
        } catch (MalformedRecordException e) {
            malformed.incrementAndGet();
            LOG.warn(
                    "{}-{} has a record at offset {} that nobody can read: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void show(TopicFold fold) {
        Optional<View> before = view;
        boolean newer = before.isEmpty()
                || before.get().epoch() != fold.epoch()
                || before.get().revision() < fold.revision();
        if (fold.revision() > 0 && newer) {
            View after = new View(fold.epoch(), fold.revision(), fold.deleted(), fold.snapshot());
            view = Optional.of(after);
            listeners.forEach(listener -> listener.changed(before, after));
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        if (!thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
            thread.join();
        }
    }
}
