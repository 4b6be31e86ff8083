package io.headwater.loadtest.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers set up for latency, as the relay's is. */
final class Producers {
    private Producers() {}

    static KafkaProducer<byte[], byte[]> plain(String bootstrapServers) {
        return new KafkaProducer<>(settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static KafkaProducer<byte[], byte[]> transactional(String bootstrapServers, String transactionalId) {
        Map<String, Object> settings = settings(bootstrapServers);
        settings.put("transactional.id", transactionalId);
        // A commit sends at once what lingers, all partitions in one request.
        settings.put("linger.ms", 20);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        settings.put("retry.backoff.ms", 1);
        return settings;
    }
}
