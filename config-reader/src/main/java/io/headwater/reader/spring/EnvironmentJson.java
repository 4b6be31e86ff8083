package io.headwater.reader.spring;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The answer to a client of Spring's: every member is there, also where it is null. */
final class EnvironmentJson {
    private EnvironmentJson() {}

    /**
     * @param revision goes into {@code version}, which a client gives as {@code config.client.version}
     * @param origins whether each value is told with where it comes from, as in version 2 of the media type
     */
    static String of(Asked asked, List<Source> sources, long revision, boolean origins) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeStringField("name", asked.application());
                    json.writeArrayFieldStart("profiles");
                    // One text even if it names several: that is what Spring's server echoes.
                    json.writeString(asked.profiles());
                    json.writeEndArray();
                    json.writeFieldName("label");
                    json.writeRawValue(asked.label()
                            .map(JsonText::ofString)
                            .orElse(JsonText.NULL)
                            .text());
                    json.writeStringField("version", Long.toString(revision));
                    json.writeNullField("state");
                    json.writeArrayFieldStart("propertySources");
                    for (Source source : sources) {
                        write(source, origins, json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .text();
    }

    private static void write(Source source, boolean origins, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", source.name());
        json.writeObjectFieldStart("source");
        for (Map.Entry<String, Property> member : source.properties().entrySet()) {
            Property property = member.getValue();
            json.writeFieldName(member.getKey());
            if (origins) {
                json.writeStartObject();
                json.writeFieldName("value");
                json.writeRawValue(property.value().text());
                json.writeStringField("origin", "revision " + property.revision());
                json.writeEndObject();
            } else {
                json.writeRawValue(property.value().text());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
