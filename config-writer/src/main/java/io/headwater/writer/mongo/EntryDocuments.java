package io.headwater.writer.mongo;

import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Metadata;
import io.headwater.core.ValueType;
import io.headwater.schemas.EnvironmentState;
import io.headwater.writer.state.Stored;
import io.headwater.writer.state.StoredEnvironment;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Entries and environments as a checkpoint's documents. */
final class EntryDocuments {
    private EntryDocuments() {}

    static Document entry(String generation, EntryId id, Stored stored) {
        Document document = new Document("_id", new Document("generation", generation).append("entry", id.toString()))
                .append("generation", generation)
                .append("service", id.scope().service())
                .append("environment", id.scope().environment())
                .append("key", id.key())
                .append("revision", stored.revision())
                .append("time", Date.from(stored.time()));
        switch (stored) {
            case Stored.Deleted deleted -> document.append("deleted", true);
            case Stored.Live live -> {
                document.append("type", live.type().wireName())
                        .append("value", live.value().text())
                        .append("created", live.created());
                if (live.metadata().description() != null) {
                    document.append("description", live.metadata().description());
                }
                if (!live.metadata().tags().isEmpty()) {
                    document.append("tags", live.metadata().tags());
                }
                if (live.metadata().owner() != null) {
                    document.append("owner", live.metadata().owner());
                }
            }
        }
        return document;
    }

    static EntryId id(Document document) {
        return EntryId.of(document.getString("service"), document.getString("environment"), document.getString("key"));
    }

    static Stored stored(Document document) {
        long revision = document.getLong("revision");
        Instant time = document.getDate("time").toInstant();
        if (document.containsKey("deleted")) {
            return new Stored.Deleted(revision, time);
        }
        List<String> tags = document.getList("tags", String.class, List.of());
        return new Stored.Live(
                ValueType.of(document.getString("type")).orElseThrow(),
                JsonText.ofCompact(document.getString("value")),
                new Metadata(document.getString("description"), tags, document.getString("owner")),
                revision,
                time,
                document.getLong("created"));
    }

    static Document environment(StoredEnvironment environment) {
        EnvironmentState state = environment.state();
        Document document = new Document("name", state.name())
                .append("revision", state.revision())
                .append("since", state.since())
                .append("deleted", state.deleted())
                .append("rank", state.rank())
                .append("protected", state.guarded())
                .append("time", Date.from(environment.time()));
        if (state.description() != null) {
            document.append("description", state.description());
        }
        return document;
    }

    static StoredEnvironment environment(Document document) {
        return new StoredEnvironment(
                new EnvironmentState(
                        document.getString("name"),
                        document.getLong("revision"),
                        document.getLong("since"),
                        document.getBoolean("deleted"),
                        document.getInteger("rank"),
                        document.getBoolean("protected"),
                        document.getString("description")),
                document.getDate("time").toInstant());
    }
}
