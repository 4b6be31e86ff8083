package io.headwater.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.headwater.embedded.process.ChildProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongodReplicaSetTest {

    private static final Duration ELECTION = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static ChildProcesses children;
    private static MongodReplicaSet mongo;

    @BeforeAll
    static void start() {
        children = ChildProcesses.in(directory);
        mongo = MongodReplicaSet.start(children, directory.resolve("mongo"));
    }

    @AfterAll
    static void end() {
        mongo.close();
        children.close();
    }

    @AfterEach
    void heal() {
        mongo.heal();
    }

    @Test
    void shouldElectAnotherPrimaryAndKeepWhatAMajorityHas() {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> commits = commits(client);
            commits.insertOne(new Document("_id", "kept"));

            int killed = mongo.killPrimary();

            assertThat(mongo.awaitPrimary(ELECTION)).isNotEqualTo(killed);
            assertThat(commits.find(new Document("_id", "kept")).first()).isNotNull();
            commits.insertOne(new Document("_id", "written by two"));

            mongo.restart(killed);
            assertThat(mongo.process(killed).isAlive()).isTrue();
        }
    }

    @Test
    void shouldFollowTheNewestPrimaryWhenThePausedOneComesBack() {
        int paused = mongo.awaitPrimary(ELECTION);
        mongo.pause(paused);
        int next = mongo.awaitPrimary(ELECTION);
        assertThat(next).isNotEqualTo(paused);

        mongo.resume(paused);

        Awaitility.await().atMost(ELECTION).until(() -> mongo.primary().equals(OptionalInt.of(next)));
    }

    @Test
    void shouldSupportTransactions() {
        try (MongoClient client = MongoClients.create(mongo.uri());
                var session = client.startSession()) {
            MongoCollection<Document> commits = commits(client);
            commits.insertOne(new Document("_id", "outside"));
            session.startTransaction();
            commits.insertOne(session, new Document("_id", "inside"));
            session.abortTransaction();
            assertThat(commits.find(new Document("_id", "inside")).first()).isNull();
        }
    }

    private static MongoCollection<Document> commits(MongoClient client) {
        return client.getDatabase("test")
                .getCollection("commits")
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
