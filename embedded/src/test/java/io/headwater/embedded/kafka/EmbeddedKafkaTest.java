package io.headwater.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void shouldFormatItsDirectoryOnceAndFindItsTopicsAgain(@TempDir Path directory) throws Exception {
        BrokerSettings settings = new BrokerSettings(directory.resolve("kafka"), 0);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic("kept", 4, (short) 1))).all().get();
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", again.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).containsExactly("kept");
        }
    }
}
