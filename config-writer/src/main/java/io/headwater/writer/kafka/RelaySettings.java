package io.headwater.writer.kafka;

import io.headwater.runtime.kafka.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the relay is told.
 *
 * @param bootstrapServers how to reach Kafka
 * @param entries what {@code headwater.entries} has to be like; an environment's topic is like it
 * @param transactionalId the same for all replicas: this is what fences a zombie
 * @param transactionTimeout an open transaction of a relay that died is aborted after it, unless a successor does it first
 * @param recordBytes the producer takes no larger record
 * @param compression Kafka's {@code compression.type}
 * @param mostCommits commits in one transaction at most
 * @param mostBytes bytes of commits in one transaction at most, unless a single commit is larger
 * @param gatherAtMost under load, how long after the begin of one transaction the next one begins at the latest
 * @param checkEvery how often it is looked whether the topic is still the same one
 */
public record RelaySettings(
        String bootstrapServers,
        TopicSpec entries,
        String transactionalId,
        Duration transactionTimeout,
        int recordBytes,
        String compression,
        int mostCommits,
        long mostBytes,
        Duration gatherAtMost,
        Duration checkEvery) {
    private static final int REQUEST_OVERHEAD = 1 << 20;

    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", bootstrapServers);
        client.put("request.timeout.ms", 5_000);
        client.put("default.api.timeout.ms", 10_000);
        client.put("reconnect.backoff.ms", 20);
        client.put("reconnect.backoff.max.ms", 500);
        return client;
    }

    Map<String, Object> producer() {
        Map<String, Object> producer = client();
        producer.remove("default.api.timeout.ms");
        producer.put("transactional.id", transactionalId);
        producer.put("transaction.timeout.ms", Math.toIntExact(transactionTimeout.toMillis()));
        producer.put("acks", "all");
        producer.put("enable.idempotence", true);
        // Nobody sees a record before its transaction is committed, and a commit sends at once what lingers: so all
        // partitions of a batch go out in one request.
        producer.put("linger.ms", 20);
        producer.put("batch.size", 256 << 10);
        producer.put("max.request.size", recordBytes + REQUEST_OVERHEAD);
        producer.put("buffer.memory", 64L << 20);
        producer.put("compression.type", compression);
        producer.put("max.block.ms", 10_000);
        producer.put("delivery.timeout.ms", 12_000);
        producer.put("retry.backoff.ms", 1);
        producer.put("retry.backoff.max.ms", 100);
        return producer;
    }
}
