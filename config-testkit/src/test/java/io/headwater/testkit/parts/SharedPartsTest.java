package io.headwater.testkit.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class SharedPartsTest {

    @Test
    void shouldStartEachPartOnceWhenAskedFor() {
        assertThat(SharedParts.redis()).isSameAs(SharedParts.redis());
        assertThat(SharedParts.redis().send("PING")).isEqualTo("+PONG");
        assertThat(SharedParts.redisUri()).startsWith("redis://127.0.0.1:");
        try (var client = MongoClients.create(SharedParts.mongoUri())) {
            String database = SharedParts.uniqueName("db");
            client.getDatabase(database).getCollection("c").insertOne(new Document("_id", 1));
            assertThat(client.getDatabase(database).getCollection("c").countDocuments())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldGiveNamesThatNobodyElseHas() {
        assertThat(SharedParts.uniqueName("db"))
                .startsWith("db-")
                .isNotEqualTo(SharedParts.uniqueName("db"))
                .matches("[a-z0-9-]+");
    }
}
