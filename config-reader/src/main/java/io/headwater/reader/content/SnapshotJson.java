package io.headwater.reader.content;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.Effective;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.Snapshot;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the read API. Keys are sorted and values keep their text, so that equal content gives equal bytes. */
final class SnapshotJson {
    private SnapshotJson() {}

    /** The body of a snapshot. */
    static String document(Snapshot snapshot) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    members(snapshot, json);
                    json.writeEndObject();
                })
                .text();
    }

    /** The data of a stream's {@code snapshot} event: the document, and the epoch, which has no header there. */
    static String event(Snapshot snapshot, long epoch) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeNumberField("epoch", epoch);
                    members(snapshot, json);
                    json.writeEndObject();
                })
                .text();
    }

    private static void members(Snapshot snapshot, JsonGenerator json) throws IOException {
        json.writeStringField("service", snapshot.service());
        json.writeStringField("environment", snapshot.environment());
        json.writeNumberField("revision", snapshot.revision());
        json.writeFieldName("config");
        json.writeRawValue(config(snapshot));
        // Flags are entries of another kind, which nothing can write yet: there are none.
        json.writeObjectFieldStart("flags");
        json.writeEndObject();
        json.writeObjectFieldStart("$evaluators");
        json.writeEndObject();
    }

    /** The member {@code config}: what the entity tag is taken over. */
    static String config(Snapshot snapshot) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    for (Map.Entry<String, Effective> entry : snapshot.entries().entrySet()) {
                        json.writeFieldName(entry.getKey());
                        value(json, null, entry.getValue().value());
                    }
                    json.writeEndObject();
                })
                .text();
    }

    /** The body of a lookup. */
    static String lookup(String key, EntryValue value) {
        return JsonText.write(json -> value(json, key, value)).text();
    }

    static String flat(Snapshot snapshot) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    for (Map.Entry<String, Effective> entry : snapshot.entries().entrySet()) {
                        json.writeFieldName(entry.getKey());
                        json.writeRawValue(entry.getValue().value().value().text());
                    }
                    json.writeEndObject();
                })
                .text();
    }

    static void value(JsonGenerator json, @Nullable String key, EntryValue value) throws IOException {
        json.writeStartObject();
        if (key != null) {
            json.writeStringField("key", key);
        }
        json.writeStringField("type", value.type().wireName());
        json.writeFieldName("value");
        json.writeRawValue(value.value().text());
        json.writeNumberField("revision", value.revision());
        if (value.secret()) {
            json.writeBooleanField("secret", true);
        }
        json.writeEndObject();
    }
}
