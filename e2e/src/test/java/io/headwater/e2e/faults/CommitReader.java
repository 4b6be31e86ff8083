package io.headwater.e2e.faults;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Reads the log as it is in MongoDB, with code of its own: what is checked must not be read by what is checked. */
final class CommitReader implements AutoCloseable {
    /** A commit, and the idempotency key that it was made with, or an empty text. */
    record Logged(Commit commit, String idempotencyKey) {}

    private final MongoClient client;
    private final MongoCollection<Document> commits;

    CommitReader(String uri, String database) {
        this.client = MongoClients.create(uri);
        this.commits = client.getDatabase(database)
                .getCollection("commits")
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    List<Logged> after(long revision) {
        List<Logged> found = new ArrayList<>();
        commits.find(Filters.gt("_id", revision))
                .sort(Sorts.ascending("_id"))
                .forEach(document -> found.add(read(document)));
        return found;
    }

    private static Logged read(Document document) {
        List<Change> changes = document.getList("changes", Document.class).stream()
                .map(CommitReader::change)
                .toList();
        Commit commit = new Commit(
                ((Number) document.get("_id")).longValue(),
                document.getDate("time").toInstant(),
                document.getString("author"),
                document.getString("message"),
                changes,
                document.getString("previousHash"),
                document.getString("hash"));
        Document idempotency = document.get("idempotency", Document.class);
        return new Logged(commit, idempotency == null ? "" : idempotency.getString("key"));
    }

    private static Change change(Document document) {
        boolean put = document.getString("op").equals("put");
        String environment = document.getString("environment");
        if (document.containsKey("kind")) {
            return put
                    ? new Change.PutEnvironment(
                            environment,
                            document.getInteger("rank"),
                            document.getBoolean("protected"),
                            document.getString("description"))
                    : new Change.DeleteEnvironment(environment);
        }
        EntryId id = EntryId.of(document.getString("service"), environment, document.getString("key"));
        if (!put) {
            return new Change.Delete(id);
        }
        return new Change.Put(
                id,
                ValueType.of(document.getString("type")).orElseThrow(),
                JsonText.ofCompact(document.getString("value")),
                patch(document, "description", String.class),
                document.containsKey("tags") ? Patch.set(document.getList("tags", String.class)) : Patch.keep(),
                patch(document, "owner", String.class));
    }

    private static <T> Patch<T> patch(Document document, String name, Class<T> type) {
        return document.containsKey(name) ? Patch.set(type.cast(document.get(name))) : Patch.keep();
    }

    @Override
    public void close() {
        client.close();
    }
}
