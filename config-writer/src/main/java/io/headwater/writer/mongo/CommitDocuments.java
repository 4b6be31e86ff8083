package io.headwater.writer.mongo;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.log.Idempotency;
import io.headwater.writer.log.LoggedCommit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Commits as documents of {@code commits}. Values are their JSON text, so that no number changes on the way. */
final class CommitDocuments {
    private CommitDocuments() {}

    static Document write(LoggedCommit logged) {
        Commit commit = logged.commit();
        Document document = new Document("_id", commit.revision())
                .append("commit", logged.id())
                .append("time", Date.from(commit.time()))
                .append("author", commit.author())
                .append("message", commit.message())
                .append(
                        "changes",
                        commit.changes().stream().map(CommitDocuments::write).toList())
                .append("previousHash", commit.previousHash())
                .append("hash", commit.hash());
        if (logged.traceparent() != null) {
            document.append("traceparent", logged.traceparent());
        }
        logged.idempotency().ifPresent(key -> document.append("idempotency", write(key)));
        return document;
    }

    static Document write(Idempotency idempotency) {
        return new Document("actor", idempotency.actor())
                .append("key", idempotency.key())
                .append("request", idempotency.request())
                .append("created", idempotency.created());
    }

    private static Document write(Change change) {
        return switch (change) {
            case Change.Put put -> {
                Document document = id("put", put.id())
                        .append("type", put.type().wireName())
                        .append("value", put.value().text());
                patch(document, "description", put.description());
                patch(document, "tags", put.tags());
                patch(document, "owner", put.owner());
                yield document;
            }
            case Change.Delete delete -> id("delete", delete.id());
            case Change.PutEnvironment put -> {
                Document document = environment("put", put.environment())
                        .append("rank", put.rank())
                        .append("protected", put.guarded());
                if (put.description() != null) {
                    document.append("description", put.description());
                }
                yield document;
            }
            case Change.DeleteEnvironment delete -> environment("delete", delete.environment());
        };
    }

    private static Document id(String op, EntryId id) {
        return new Document("op", op)
                .append("service", id.scope().service())
                .append("environment", id.scope().environment())
                .append("key", id.key());
    }

    private static Document environment(String op, String name) {
        return new Document("op", op).append("kind", "environment").append("environment", name);
    }

    private static <T> void patch(Document document, String name, Patch<T> patch) {
        switch (patch) {
            case Patch.Keep<T> keep -> {}
            case Patch.Clear<T> clear -> document.append(name, null);
            case Patch.Set<T> set -> document.append(name, set.value());
        }
    }

    static LoggedCommit read(Document document) {
        List<Change> changes = new ArrayList<>();
        for (Document change : document.getList("changes", Document.class)) {
            changes.add(readChange(change));
        }
        Commit commit = new Commit(
                document.getLong("_id"),
                document.getDate("time").toInstant(),
                document.getString("author"),
                document.getString("message"),
                changes,
                document.getString("previousHash"),
                document.getString("hash"));
        return new LoggedCommit(
                commit,
                document.getString("commit"),
                document.getString("traceparent"),
                Optional.ofNullable(document.get("idempotency", Document.class)).map(CommitDocuments::readIdempotency));
    }

    static Idempotency readIdempotency(Document document) {
        return new Idempotency(
                document.getString("actor"),
                document.getString("key"),
                document.getString("request"),
                document.getBoolean("created"));
    }

    private static Change readChange(Document document) {
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
        EntryId id = new EntryId(new Scope(document.getString("service"), environment), document.getString("key"));
        if (!put) {
            return new Change.Delete(id);
        }
        return new Change.Put(
                id,
                ValueType.of(document.getString("type")).orElseThrow(),
                JsonText.ofCompact(document.getString("value")),
                readPatch(document, "description", document.getString("description")),
                readPatch(document, "tags", document.getList("tags", String.class)),
                readPatch(document, "owner", document.getString("owner")));
    }

    private static <T> Patch<T> readPatch(Document document, String name, @Nullable T value) {
        if (!document.containsKey(name)) {
            return Patch.keep();
        }
        return value == null ? Patch.clear() : Patch.set(value);
    }
}
