package io.headwater.writer.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.Change;
import io.headwater.core.ChangeJson;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Metadata;
import io.headwater.core.Times;
import io.headwater.schemas.EnvironmentState;
import io.headwater.writer.state.Stored;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** How things look in answers. */
final class Answers {
    static final String REVISION = "Headwater-Revision";

    /** A page of a list ends here, however many items were asked for: each is built in memory. */
    static final long PAGE_BYTES = 8 << 20;

    /** A list of commits shows no more of one commit than this. */
    private static final int MOST_CHANGES = 100;

    private static final int MOST_BYTES = 64 << 10;

    private Answers() {}

    /** Answers with what {@code body} writes. */
    static void json(Context context, JsonText.Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.FACTORY.createGenerator(bytes)) {
            body.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.contentType("application/json").result(bytes.toByteArray());
    }

    static String etag(long revision) {
        return "\"" + revision + "\"";
    }

    static void entry(JsonGenerator json, EntryId id, Stored.Live entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("service", id.scope().service());
        json.writeStringField("environment", id.scope().environment());
        json.writeStringField("key", id.key());
        json.writeStringField("type", entry.type().wireName());
        json.writeFieldName("value");
        json.writeRawValue(entry.value().text());
        Metadata metadata = entry.metadata();
        if (metadata.description() != null) {
            json.writeStringField("description", metadata.description());
        }
        if (!metadata.tags().isEmpty()) {
            json.writeArrayFieldStart("tags");
            for (String tag : metadata.tags()) {
                json.writeString(tag);
            }
            json.writeEndArray();
        }
        if (metadata.owner() != null) {
            json.writeStringField("owner", metadata.owner());
        }
        json.writeNumberField("revision", entry.revision());
        json.writeEndObject();
    }

    static void environment(JsonGenerator json, EnvironmentState environment) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", environment.name());
        json.writeNumberField("rank", environment.rank());
        json.writeBooleanField("protected", environment.guarded());
        if (environment.description() != null) {
            json.writeStringField("description", environment.description());
        }
        json.writeNumberField("revision", environment.revision());
        json.writeEndObject();
    }

    /** A commit as it is. */
    static void commit(JsonGenerator json, Commit commit) throws IOException {
        commit(json, commit, commit.changes());
    }

    /** A commit as lists show it: a very large one is cut. */
    static void commitInList(JsonGenerator json, Commit commit) throws IOException {
        int shown = 0;
        long bytes = 0;
        for (Change change : commit.changes()) {
            bytes += change instanceof Change.Put put ? put.value().text().length() : 0;
            if (shown == MOST_CHANGES || bytes > MOST_BYTES) {
                break;
            }
            shown++;
        }
        commit(json, commit, commit.changes().subList(0, shown));
    }

    private static void commit(JsonGenerator json, Commit commit, List<Change> shown) throws IOException {
        json.writeStartObject();
        json.writeNumberField("revision", commit.revision());
        json.writeStringField("time", Times.format(commit.time()));
        json.writeStringField("author", commit.author());
        json.writeStringField("message", commit.message());
        changes(json, shown);
        json.writeStringField("hash", commit.hash());
        json.writeStringField("previousHash", commit.previousHash());
        if (shown.size() < commit.changes().size()) {
            json.writeBooleanField("truncated", true);
        }
        json.writeEndObject();
    }

    static void changes(JsonGenerator json, List<Change> changes) throws IOException {
        json.writeArrayFieldStart("changes");
        for (Change change : changes) {
            ChangeJson.write(json, change);
        }
        json.writeEndArray();
    }
}
