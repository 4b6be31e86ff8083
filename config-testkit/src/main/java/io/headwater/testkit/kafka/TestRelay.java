package io.headwater.testkit.kafka;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for writer and relay: numbers commits and publishes each in one transaction, followed by a watermark in
 * every partition. For one thread.
 */
public final class TestRelay implements AutoCloseable {
    private final String topic;
    private final int partitions;
    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private long epoch = 1;
    private long revision;
    private Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private @Nullable String traceparent;

    /** Writes to a topic that exists. The first commit is revision 1, unless told otherwise. */
    public TestRelay(String bootstrapServers, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "test-relay-" + topic,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                        1,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Makes a compacted topic. */
    public static void createTopic(
            String bootstrapServers, String topic, int partitions, Map<String, String> settings) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(settings);
            admin.createTopics(List.of(made)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic " + topic + " could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Settings of a topic such as the real ones have. */
    public static Map<String, String> compacted() {
        return Map.of(
                "cleanup.policy", "compact",
                "max.message.bytes", Integer.toString(8 << 20),
                "delete.retention.ms", "604800000",
                "min.compaction.lag.ms", "3600000");
    }

    /** The newest commit. */
    public long revision() {
        return revision;
    }

    /** When the newest commit was made. */
    public Instant time() {
        return time;
    }

    /** Goes on at another revision, as a relay does that starts with a history. */
    public void goOnFrom(long revisionBefore, long epochNow) {
        revision = revisionBefore;
        epoch = epochNow;
    }

    /** Dates the next commits. */
    public void timeIs(Instant now) {
        time = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The trace context of the next commits; null for none. */
    public void traceIs(@Nullable String now) {
        traceparent = now;
    }

    /** Begins a commit. */
    public TestCommit commit() {
        return new TestCommit(revision + 1);
    }

    /** Announces a refill. */
    public void target(long head) {
        LogRecord.Target target = new LogRecord.Target(epoch, head);
        producer.beginTransaction();
        for (int i = 0; i < partitions; i++) {
            send(i, RecordCodec.encode(target, time, null));
        }
        producer.commitTransaction();
    }

    /** Writes anything, as somebody does who should not. */
    public void raw(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        producer.beginTransaction();
        send(new ProducerRecord<>(topic, partition, key, value));
        producer.commitTransaction();
    }

    private void send(int partition, WireRecord record) {
        Headers headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.name(), header.value()));
        send(new ProducerRecord<>(topic, partition, null, record.key(), record.value(), headers));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the transaction tells
    private void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /** The partition of a service. */
    public int partitionOf(String service) {
        return Partitions.of(service, partitions);
    }

    /** The same topic, as another relay that takes over. */
    public TestRelay successor() {
        TestRelay next = new TestRelay(bootstrapServers, topic, partitions);
        next.goOnFrom(revision, epoch);
        next.timeIs(time);
        return next;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** One commit, until it is published. */
    public final class TestCommit {
        private final long number;
        private final List<LogRecord> records = new ArrayList<>();

        private TestCommit(long number) {
            this.number = number;
            time = time.plusMillis(1);
        }

        /** Puts a JSON value, whose type follows from it. */
        public TestCommit put(String service, String environment, String key, String json) {
            JsonText text = JsonText.parse(json);
            ValueType type = ValueType.infer(text);
            LayerEntry state = LayerEntry.put(EntryValue.plain(type, text, number), time);
            records.add(new LogRecord.Entry(EntryId.of(service, environment, key), state));
            return this;
        }

        /** Deletes an entry. */
        public TestCommit delete(String service, String environment, String key) {
            LayerEntry state = LayerEntry.deleted(number, time);
            records.add(new LogRecord.Entry(EntryId.of(service, environment, key), state));
            return this;
        }

        /** Creates an environment. */
        public TestCommit create(String environment) {
            return environment(new EnvironmentState(environment, number, number, false, 0, false, null));
        }

        /** Deletes an environment. */
        public TestCommit drop(String environment) {
            return environment(new EnvironmentState(environment, number, number, true, 0, false, null));
        }

        /** Writes an environment's record. */
        public TestCommit environment(EnvironmentState state) {
            records.add(new LogRecord.Environment(state, time));
            return this;
        }

        /** Publishes it, with its watermarks. Returns its revision. */
        public long publish() {
            producer.beginTransaction();
            send();
            for (int i = 0; i < partitions; i++) {
                LogRecord.Watermark mark = new LogRecord.Watermark(i, epoch, number, time, "hash-" + number);
                TestRelay.this.send(i, RecordCodec.encode(mark, time, traceparent));
            }
            producer.commitTransaction();
            revision = number;
            return number;
        }

        /** Writes the records, and then aborts the transaction. */
        public void abort() {
            producer.beginTransaction();
            send();
            producer.flush();
            producer.abortTransaction();
        }

        private void send() {
            for (LogRecord record : records) {
                WireRecord wire = RecordCodec.encode(record, time, traceparent);
                if (record instanceof LogRecord.Entry entry
                        && !entry.id().scope().everyService()) {
                    TestRelay.this.send(partitionOf(entry.id().scope().service()), wire);
                } else {
                    for (int i = 0; i < partitions; i++) {
                        TestRelay.this.send(i, wire);
                    }
                }
            }
        }
    }

    /** Text as bytes, for {@link #raw}. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
