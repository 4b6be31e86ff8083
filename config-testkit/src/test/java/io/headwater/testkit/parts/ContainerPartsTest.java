package io.headwater.testkit.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import io.headwater.testkit.kafka.KafkaTopics;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fails where no container engine answers: run it where one does, with {@code -Dheadwater.excludedGroups=}. */
@Tag("containers")
class ContainerPartsTest {

    @Test
    void shouldRunThePartsOfProductionInContainers() {
        try (ContainerParts parts = ContainerParts.start();
                KafkaTopics topics = new KafkaTopics(parts.bootstrapServers());
                var mongo = MongoClients.create(parts.mongoUri())) {
            topics.createCompacted("entries", 1);
            assertThat(topics.committed("entries", 0)).isEmpty();
            assertThat(mongo.getDatabase("admin").runCommand(new Document("hello", 1)))
                    .containsKey("setName");
            assertThat(parts.redisUri()).startsWith("redis://");
        }
    }
}
