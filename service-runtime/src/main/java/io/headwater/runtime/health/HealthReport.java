package io.headwater.runtime.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a service says about itself at one moment.
 *
 * @param status {@code ready}, {@code not-ready} or {@code draining}
 * @param parts every part, in the order in which they were registered
 */
public record HealthReport(Status status, List<Part> parts) {

    /** Whether requests should be sent here. */
    public enum Status {
        READY("ready"),
        NOT_READY("not-ready"),
        DRAINING("draining");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * One part.
     *
     * @param required whether the service is ready only while this part is
     */
    public record Part(String name, boolean required, PartHealth health) {

        /** Whether this part lets the service be ready. */
        public boolean ready() {
            return !required || health.state() == PartState.UP || health.state() == PartState.STALE;
        }
    }

    public HealthReport {
        parts = List.copyOf(parts);
    }

    public boolean ready() {
        return status == Status.READY;
    }

    /** The report as {@code /health/ready} answers it. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", status.text());
            json.writeObjectFieldStart("parts");
            for (Part part : parts) {
                json.writeObjectFieldStart(part.name());
                write(part, json);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Part part, JsonGenerator json) throws IOException {
        json.writeStringField("state", part.health().state().text());
        json.writeBooleanField("required", part.required());
        String detail = part.health().detail();
        if (detail != null) {
            json.writeStringField("detail", detail);
        }
        Behind behind = part.health().behind();
        if (behind != null) {
            json.writeObjectFieldStart("behind");
            if (behind.revisions() != null) {
                json.writeNumberField("revisions", behind.revisions());
            }
            if (behind.age() != null) {
                json.writeNumberField("milliseconds", behind.age().toMillis());
            }
            json.writeEndObject();
        }
    }
}
