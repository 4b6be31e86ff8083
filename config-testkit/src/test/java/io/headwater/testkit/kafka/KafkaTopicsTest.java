package io.headwater.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.testkit.parts.SharedParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {

    private final String topic = SharedParts.uniqueName("topic");
    private KafkaTopics topics;

    @BeforeEach
    void open() {
        topics = new KafkaTopics(SharedParts.bootstrapServers());
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldCompactOnDemandAndKeepTombstones() throws Exception {
        topics.createCompacted(topic, 2);
        produce(1, "a", "1");
        produce(1, "b", "1");
        produce(1, "a", "2");
        produce(1, "b", null);
        assertThat(texts(1)).containsExactly("a=1", "b=1", "a=2", "b=null");

        topics.compact(topic, 1);
        assertThat(texts(1)).containsExactly("a=2", "b=null");

        produce(1, "a", "3");
        topics.compact(topic, 1);
        assertThat(texts(1)).containsExactly("b=null", "a=3");
        assertThat(texts(0)).isEmpty();
    }

    @Test
    void shouldRemoveTombstonesOnDemand() throws Exception {
        topics.create(topic, 1, Map.of("cleanup.policy", "compact", "segment.ms", "600000"));
        produce(0, "a", "1");
        produce(0, "b", "1");
        produce(0, "a", null);

        topics.compactWithTombstones(topic, 0);

        assertThat(texts(0)).containsExactly("b=1");
    }

    private void produce(int partition, String key, @Nullable String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", SharedParts.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        }
    }

    private List<String> texts(int partition) {
        return topics.committed(topic, partition).stream()
                .map(each -> text(each.key()) + "=" + text(each.value()))
                .toList();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
