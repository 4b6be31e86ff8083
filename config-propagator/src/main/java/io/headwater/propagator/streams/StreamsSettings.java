package io.headwater.propagator.streams;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams, with the reasons for those that are not its defaults. */
final class StreamsSettings {
    private StreamsSettings() {}

    /** Another topic of the same name is another history: its application begins with an empty state. */
    static String applicationId(String topicId) {
        CRC32 hash = new CRC32();
        hash.update(topicId.getBytes(StandardCharsets.UTF_8));
        return String.format("headwater-propagator-%08x", hash.getValue());
    }

    static Properties of(StreamsOptions options, String applicationId) {
        Properties settings = new Properties();
        settings.putAll(options.connection());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, options.directory().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, options.standbys());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, options.entries().replicas());
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                options.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        // Nothing is seen before its transaction is committed. The processor asks for that at the end of a batch; who
        // is
        // behind commits by this interval (rule 14), and so does what has no end, such as half of a large batch.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        // A poll that waits for longer would keep the interval from being noticed.
        settings.put(StreamsConfig.POLL_MS_CONFIG, 20);
        // Streams' own default keeps records back in caches.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // Within a transaction records may linger: a commit, a few milliseconds later, sends all of them in one
        // request.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), options.exactlyOnce() ? 20 : 0);
        // A commit meets the one before it half done now and then, and must not wait 100 ms for that.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 1);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                options.entries().maxMessageBytes());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                options.readCommitted() ? "read_committed" : "read_uncommitted");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                options.sessionTimeout().toMillis());
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                (int) options.sessionTimeout().toMillis() / 4);
        // A thread that is stuck would keep its partitions for five minutes while its process looks alive.
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                (int) options.sessionTimeout().toMillis() * 3);
        settings.put(
                StreamsConfig.topicPrefix("min.insync.replicas"),
                options.entries().minInSyncReplicas());
        settings.put(
                StreamsConfig.topicPrefix("max.message.bytes"),
                options.entries().maxMessageBytes());
        return settings;
    }
}
