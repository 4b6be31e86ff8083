package io.headwater.reader.content;

import io.headwater.core.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms that a snapshot is given in. */
public enum Format {
    /** The whole snapshot. The default; it has no name in requests. */
    SNAPSHOT("application/json"),
    /** One JSON object from key to value. */
    FLAT("application/json"),
    /** {@code java.util.Properties}. */
    PROPERTIES("text/x-java-properties;charset=utf-8"),
    /** Assignments that a POSIX shell can read. */
    ENV("text/plain;charset=utf-8"),
    /** YAML 1.2, readable by parsers of 1.1 too. */
    YAML("application/yaml;charset=utf-8");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /** The format with this name in requests. */
    public static Optional<Format> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format != SNAPSHOT && format.text().equals(name))
                .findFirst();
    }

    /** The names that requests may use, for messages. */
    public static String allowed() {
        return Arrays.stream(values())
                .filter(format -> format != SNAPSHOT)
                .map(Format::text)
                .collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Value of {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** The body, in UTF-8, not compressed. */
    byte[] encode(Snapshot snapshot) {
        String text = switch (this) {
            case SNAPSHOT -> SnapshotJson.document(snapshot);
            case FLAT -> SnapshotJson.flat(snapshot);
            case PROPERTIES -> PropertiesText.of(snapshot);
            case ENV -> ShellText.of(snapshot);
            case YAML -> YamlText.of(snapshot);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
