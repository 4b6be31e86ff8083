package io.headwater.embedded.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.process.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessMongoTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    /** The promise that the library alone breaks: rule 5 of the design. */
    @Test
    void shouldHoldEveryAcknowledgedWriteAndNoHalfOneWhenKilled() {
        for (int round = 0; round < 2; round++) {
            Path file = directory.resolve("killed-" + round + ".mv");
            Queue<Integer> acknowledged = writeUntilKilled(file);

            try (InProcessMongo again = InProcessMongo.start(file, 0);
                    MongoClient client = client(again.uri())) {
                MongoCollection<Document> commits = commits(client);
                assertThat(commits.find().map(each -> each.getInteger("_id"))).containsAll(acknowledged);
                for (Document each : commits.find().sort(descending("_id")).limit(50)) {
                    // An index and its document belong together: neither without the other.
                    assertThat(commits.find(eq("unique", each.get("unique"))).first())
                            .isEqualTo(each);
                    assertThatThrownBy(() -> commits.insertOne(new Document("_id", each.get("_id"))))
                            .isInstanceOf(MongoWriteException.class);
                }
                int next = 1_000_000;
                commits.insertMany(IntStream.range(next, next + 500)
                        .mapToObj(InProcessMongoTest::commit)
                        .toList());
            }
        }
    }

    private Queue<Integer> writeUntilKilled(Path file) {
        Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
        int port = Ports.free();
        try (ChildProcesses children = ChildProcesses.in(directory.resolve("children"));
                MongoClient client = client("mongodb://127.0.0.1:" + port);
                var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildProcess child = children.start(new ChildCommand(
                    "mongo",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            MongoToKill.class.getName(),
                            file.toString(),
                            Integer.toString(port)),
                    directory));
            Readiness.await(child, LIMIT, () -> !Ports.isFree(port));
            MongoCollection<Document> commits = commits(client);
            commits.createIndex(Indexes.ascending("unique"), new IndexOptions().unique(true));
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                writers.execute(() -> {
                    for (int id = first; child.isAlive(); id += WRITERS) {
                        try {
                            commits.insertOne(commit(id));
                            acknowledged.add(id);
                        } catch (MongoException notAcknowledged) {
                            return;
                        }
                    }
                });
            }
            Awaitility.await().atMost(LIMIT).until(() -> acknowledged.size() >= 700);
            child.kill();
        }
        return acknowledged;
    }

    private static Document commit(int id) {
        return new Document("_id", id).append("unique", "u" + id).append("text", "x".repeat(200));
    }

    @Test
    void shouldKeepTheFirstOfAGroupThatFailsAtItsSecond() {
        Path file = directory.resolve("group.mv");
        try (InProcessMongo mongo = InProcessMongo.start(file, 0);
                MongoClient client = client(mongo.uri())) {
            MongoCollection<Document> commits = commits(client);
            commits.insertOne(commit(2));
            assertThatThrownBy(() -> commits.insertMany(List.of(commit(1), commit(2), commit(3))))
                    .isInstanceOfSatisfying(
                            MongoBulkWriteException.class,
                            failure -> assertThat(
                                            failure.getWriteErrors().getFirst().getIndex())
                                    .isEqualTo(1));
        }
        try (InProcessMongo again = InProcessMongo.start(file, 0);
                MongoClient client = client(again.uri())) {
            assertThat(commits(client).find().map(each -> each.getInteger("_id")))
                    .containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void shouldSupportTheCommandsOfALease() {
        try (InProcessMongo mongo = InProcessMongo.inMemory(0);
                MongoClient client = client(mongo.uri())) {
            MongoCollection<Document> leases = client.getDatabase("test").getCollection("leases");
            leases.insertOne(new Document("_id", "relay").append("holder", "a"));
            assertThat(leases.findOneAndUpdate(eq("holder", "a"), set("holder", "b")))
                    .isEqualTo(new Document("_id", "relay").append("holder", "a"));
            assertThat(leases.updateOne(eq("holder", "a"), set("holder", "c")).getModifiedCount())
                    .isZero();
        }
    }

    @Test
    void shouldGiveBackTheSpaceOfWhatWasReplaced() throws Exception {
        Path file = directory.resolve("replaced.mv");
        try (InProcessMongo mongo = InProcessMongo.start(file, 0);
                MongoClient client = client(mongo.uri())) {
            MongoCollection<Document> commits = commits(client);
            commits.insertMany(
                    IntStream.range(0, 200).mapToObj(InProcessMongoTest::commit).toList());
            for (int i = 0; i < 2_000; i++) {
                commits.updateOne(eq("_id", i % 200), set("text", "y".repeat(200) + i));
            }
        }
        assertThat(Files.size(file)).isLessThan(8 * 1024 * 1024);
    }

    private static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(10, TimeUnit.SECONDS))
                .build());
    }

    private static MongoCollection<Document> commits(MongoClient client) {
        return client.getDatabase("test")
                .getCollection("commits")
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
