package io.headwater.writer.mongo;

import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.IndexOptions;
import io.headwater.runtime.lifecycle.StartRefusedException;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.Commits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoCollectionsTest {
    private final MongoAccess access = MongoLogs.real();

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void shouldHaveAValidatorOnEveryCollection() {
        assertValidatorsEverywhere();
    }

    private void assertValidatorsEverywhere() {
        List<Document> collections = new ArrayList<>();
        access.database().listCollections().forEach(collections::add);
        assertThat(collections)
                .extracting(it -> it.getString("name"))
                .contains(Validators.ALL.keySet().toArray(String[]::new));
        assertThat(collections)
                .allSatisfy(it -> assertThat(it.get("options", Document.class).get("validator", Document.class))
                        .containsKey("$jsonSchema"));
    }

    static Stream<Document> notCommits() {
        Document good = CommitDocuments.write(new Commits().next(put("shop", "_", "a", "1")));
        return Stream.of(
                new Document(good).append("extra", 1),
                new Document(good).append("_id", "1"),
                new Document(good).append("_id", 0L),
                new Document(good).append("hash", "short"),
                new Document(good).append("changes", List.of()),
                new Document(good)
                        .append("changes", List.of(new Document("op", "patch").append("environment", "dev"))));
    }

    @Test
    void shouldLetMongoRefuseWhatIsNoCommit() {
        var commits = access.database().getCollection(MongoCollections.COMMITS);
        assertThat(notCommits())
                .allSatisfy(document -> assertThatThrownBy(() -> commits.insertOne(document))
                        .isInstanceOfSatisfying(
                                MongoWriteException.class,
                                refusal ->
                                        assertThat(refusal.getError().getCode()).isEqualTo(121)));
    }

    @Test
    void shouldReplaceAnOlderValidatorAndChangeNothingTheSecondTime() {
        access.database()
                .runCommand(new Document("collMod", MongoCollections.LEASES).append("validator", new Document()));
        new MongoCollections(access).prepare();
        new MongoCollections(access).prepare();
        assertValidatorsEverywhere();
    }

    @Test
    void shouldRefuseToStartOnAnIndexOfTheSameNameThatIsNotOurs() {
        MongoAccess other =
                new MongoAccess(SharedParts.mongoUri(), SharedParts.uniqueName("index"), Duration.ofSeconds(5));
        try (other) {
            other.database()
                    .getCollection(MongoCollections.COMMITS)
                    .createIndex(new Document("somethingElse", 1), new IndexOptions().name("author"));
            assertThatThrownBy(() -> new MongoCollections(other).prepare())
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("author");
        }
    }
}
