package io.headwater.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.core.Effective;
import io.headwater.core.Snapshot;
import java.util.Map;
import java.util.TreeMap;

/** What a service sees under a key, as it is compared: type, compact JSON and the revision of the entry. */
record Value(String type, String json, long revision) {
    static Value of(JsonNode node) {
        return new Value(
                node.path("type").asText(),
                node.path("value").toString(),
                node.path("revision").asLong());
    }

    static Value of(Effective effective) {
        return new Value(
                effective.value().type().wireName(),
                effective.value().value().text(),
                effective.value().revision());
    }

    /** The member {@code config} of a snapshot. */
    static Map<String, Value> config(JsonNode config) {
        Map<String, Value> content = new TreeMap<>();
        config.properties().forEach(member -> content.put(member.getKey(), of(member.getValue())));
        return content;
    }

    static Map<String, Value> config(Snapshot snapshot) {
        Map<String, Value> content = new TreeMap<>();
        snapshot.entries().forEach((key, effective) -> content.put(key, of(effective)));
        return content;
    }

    @Override
    public String toString() {
        return json + "@" + revision;
    }
}
