package io.headwater.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.process.Ports;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.parts.SharedParts;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBehindARelayTest {

    @Test
    void shouldKeepAClientOnTheDetour() throws Exception {
        int listenPort = Ports.free();
        try (TcpRelay relay = TcpRelay.to(listenPort);
                KafkaProcess kafka = KafkaProcess.start(
                        SharedParts.children(),
                        "kafka-detour",
                        new BrokerSettings(SharedParts.directory("kafka"), 0).withDetour(listenPort, relay.port()));
                KafkaTopics direct = new KafkaTopics(kafka.bootstrapServers());
                var detoured = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", relay.address()),
                        new StringSerializer(),
                        new StringSerializer())) {
            direct.createCompacted("entries", 1);
            detoured.send(new ProducerRecord<>("entries", "a", "1")).get();

            relay.hold();
            var held = detoured.send(new ProducerRecord<>("entries", "a", "2"));
            assertThatThrownBy(() -> held.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(direct.committed("entries", 0)).hasSize(1);

            relay.forward();
            held.get(30, TimeUnit.SECONDS);
            assertThat(direct.committed("entries", 0)).hasSize(2);
        }
    }
}
