package io.headwater.loadtest.kafka;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Yardstick: Kafka Streams that puts each record into a store and passes it on, exactly once. What it costs is the time
 * from when a {@code read_committed} consumer sees a record in the source topic until one sees it in the sink topic.
 */
public final class PassThrough implements Route, AutoCloseable {
    private static final String STORE = "entries";
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

    private final TransactionHop source;
    private final TopicWatch sink;
    private final KafkaStreams streams;

    /**
     * Starts it, and returns when it runs.
     *
     * @param from exists; to where the records are sent
     * @param to exists; to where they are passed on
     * @param directory of the store
     */
    public PassThrough(String bootstrapServers, String from, String to, int partitions, Path directory)
            throws InterruptedException, TimeoutException {
        streams = new KafkaStreams(topology(from, to), settings(bootstrapServers, directory));
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener((now, _) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
        if (!running.await(STARTED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            streams.close(Duration.ofSeconds(5));
            throw new TimeoutException("the Streams of the yardstick did not run within " + STARTED_WITHIN);
        }
        source = new TransactionHop(bootstrapServers, from, partitions);
        sink = TopicWatch.of(bootstrapServers, to, partitions);
    }

    private static Topology topology(String from, String to) {
        return new Topology()
                .addSource("source", from)
                .addProcessor("store", Keeper::new, "source")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()),
                        "store")
                .addSink("sink", to, "store");
    }

    private static Properties settings(String bootstrapServers, Path directory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "yardstick");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 5);
        settings.put(StreamsConfig.POLL_MS_CONFIG, 5);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 20);
        settings.put(StreamsConfig.producerPrefix("retry.backoff.ms"), 1);
        return settings;
    }

    /** When records arrive in the source topic. */
    public Arrivals sourceArrivals() {
        return source.arrivals();
    }

    @Override
    public long send() {
        return source.send();
    }

    @Override
    public Arrivals arrivals() {
        return sink.arrivals();
    }

    @Override
    public void close() {
        sink.close();
        source.close();
        streams.close(Duration.ofSeconds(5));
    }

    /** Puts, and passes on. */
    private static final class Keeper extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private @Nullable KeyValueStore<byte[], byte[]> store;

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(context);
            store = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            Objects.requireNonNull(store, "not initialized").put(record.key(), record.value());
            context().forward(record);
        }
    }
}
