package io.headwater.loadtest.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A report as JSON: {@code {"head": {…}, "benches": {name: [{"measure", "headwater", …, "outcome"}]}}}. */
public final class JsonReport {
    private JsonReport() {}

    /** Writes the whole report. */
    public static void write(Report report, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeObjectFieldStart("head");
            for (Map.Entry<String, String> each : report.head().entrySet()) {
                json.writeStringField(each.getKey(), each.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("benches");
            for (Map.Entry<String, List<Row>> section : report.sections().entrySet()) {
                json.writeArrayFieldStart(section.getKey());
                for (Row row : section.getValue()) {
                    write(row, json);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("measure", row.measure());
        json.writeStringField("headwater", row.headwater());
        json.writeStringField("yardstick", row.yardstick());
        json.writeStringField("ratio", row.ratio());
        json.writeStringField("bar", row.bar());
        json.writeStringField("outcome", row.outcome().text());
        json.writeEndObject();
    }
}
