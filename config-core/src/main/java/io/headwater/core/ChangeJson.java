package io.headwater.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Changes as JSON: as they were posted, with the type that was decided. */
public final class ChangeJson {
    private ChangeJson() {}

    /** How a value is written: as itself, or as its text in a string. */
    @FunctionalInterface
    public interface ValueForm {
        /** Writes the value. */
        void write(JsonGenerator json, JsonText value) throws IOException;
    }

    /** Writes a change with its value as itself, number text included. */
    public static void write(JsonGenerator json, Change change) throws IOException {
        write(json, change, (to, value) -> to.writeRawValue(value.text()));
    }

    /** Writes a change, its members in the order that {@link CommitHash} names. */
    public static void write(JsonGenerator json, Change change, ValueForm form) throws IOException {
        json.writeStartObject();
        if (change instanceof Change.Put put) {
            json.writeStringField("op", "put");
            id(json, put.id());
            json.writeStringField("type", put.type().wireName());
            json.writeFieldName("value");
            form.write(json, put.value());
            text(json, "description", put.description());
            tags(json, put.tags());
            text(json, "owner", put.owner());
        } else if (change instanceof Change.Delete delete) {
            json.writeStringField("op", "delete");
            id(json, delete.id());
        } else if (change instanceof Change.PutEnvironment put) {
            json.writeStringField("op", "put");
            environment(json, put);
            if (put.description() != null) {
                json.writeStringField("description", put.description());
            }
            json.writeNumberField("rank", put.rank());
            json.writeBooleanField("protected", put.guarded());
        } else if (change instanceof Change.DeleteEnvironment delete) {
            json.writeStringField("op", "delete");
            environment(json, delete);
        }
        json.writeEndObject();
    }

    private static void environment(JsonGenerator json, Change.OfEnvironment change) throws IOException {
        json.writeStringField("kind", "environment");
        json.writeStringField("environment", change.environment());
    }

    private static void id(JsonGenerator json, EntryId id) throws IOException {
        json.writeStringField("service", id.scope().service());
        json.writeStringField("environment", id.scope().environment());
        json.writeStringField("key", id.key());
    }

    private static void text(JsonGenerator json, String name, Patch<String> patch) throws IOException {
        if (patch instanceof Patch.Set<String> set) {
            json.writeStringField(name, set.value());
        } else if (patch instanceof Patch.Clear<String>) {
            json.writeNullField(name);
        }
    }

    private static void tags(JsonGenerator json, Patch<List<String>> patch) throws IOException {
        if (patch instanceof Patch.Set<List<String>> set) {
            json.writeArrayFieldStart("tags");
            for (String tag : set.value()) {
                json.writeString(tag);
            }
            json.writeEndArray();
        } else if (patch instanceof Patch.Clear<List<String>>) {
            json.writeNullField("tags");
        }
    }
}
