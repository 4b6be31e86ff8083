package io.headwater.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.ValueType;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.Writer;
import io.headwater.writer.WriterGuards;
import io.headwater.writer.fault.FaultPoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checker, proved for rule 1: a commit that only the primary has, and that a failover takes back, is relayed by a
 * replica that reads what is not yet a majority's.
 */
@Tag("faults")
class MajorityGuardTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatKafkaHoldsACommitThatNeverWas(boolean guarded) throws Exception {
        Path directory = SharedParts.directory("majority");
        try (ChildProcesses children = ChildProcesses.in(directory);
                MongodReplicaSet mongo = MongodReplicaSet.start(children, directory);
                SmallSystem system = new SmallSystem(mongo.uri())) {
            Writer writer = system.writer(system.writerConfig(), FaultPoints.NONE, new WriterGuards(guarded));
            system.makeDev(writer);
            long head = system.put(writer, "limit", 1);
            Await.until("the relay", WITHIN, () -> system.relayed() >= head);
            List<String> wrong = new ArrayList<>();
            Commit last = system.history(wrong).commit(head);

            int primary = mongo.awaitPrimary(WITHIN);
            for (int node = 0; node < mongo.size(); node++) {
                if (node != primary) {
                    mongo.kill(node);
                }
            }
            insert(mongo.address(primary), system.database(), next(last));
            if (guarded) {
                Await.pass(LONG_ENOUGH);
            } else {
                Await.until("the relay of what is only the primary's", WITHIN, () -> system.relayed() > head);
            }
            mongo.kill(primary);
            for (int node = 0; node < mongo.size(); node++) {
                if (node != primary) {
                    mongo.restart(node);
                }
            }
            int _ = mongo.awaitPrimary(WITHIN);

            assertThat(system.history(wrong).head()).as("the log").isEqualTo(head);
            assertThat(system.relayed() > system.history(wrong).head())
                    .as("Kafka is ahead of the log")
                    .isEqualTo(!guarded);
            assertThat(wrong).isEmpty();
        }
    }

    private static Commit next(Commit last) {
        Change put = Change.Put.of(EntryId.of("shop", Load.DEV, "limit"), ValueType.INTEGER, JsonText.ofCompact("666"));
        return Commit.chained(last.revision() + 1, last.time(), "lost", "", List.of(put), last.hash());
    }

    /** As a writer does that dies before a majority has it. */
    private static void insert(String node, String database, Commit commit) {
        Document change = new Document("op", "put")
                .append("service", "shop")
                .append("environment", Load.DEV)
                .append("key", "limit")
                .append("type", "integer")
                .append("value", "666");
        Document document = new Document("_id", commit.revision())
                .append("commit", "lost")
                .append("time", Date.from(commit.time()))
                .append("author", commit.author())
                .append("message", commit.message())
                .append("changes", List.of(change))
                .append("previousHash", commit.previousHash())
                .append("hash", commit.hash());
        try (MongoClient client = MongoClients.create("mongodb://" + node + "/?directConnection=true")) {
            var _ = client.getDatabase(database)
                    .getCollection("commits")
                    .withWriteConcern(WriteConcern.W1)
                    .insertOne(document);
        }
    }
}
