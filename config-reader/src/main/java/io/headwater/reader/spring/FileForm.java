package io.headwater.reader.spring;

import io.headwater.core.JsonText;
import io.headwater.reader.content.PropertiesText;
import io.headwater.reader.content.YamlText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files that a configuration is given as: all sources in one. */
public enum FileForm {
    /** YAML, nested. */
    YML("text/plain;charset=utf-8"),
    /** The same. */
    YAML("text/plain;charset=utf-8"),
    /** {@code java.util.Properties}. */
    PROPERTIES("text/plain;charset=utf-8"),
    /** A JSON object, nested. */
    JSON("application/json");

    private final String contentType;

    FileForm(String contentType) {
        this.contentType = contentType;
    }

    /** The form that a file's name ends in. */
    public static Optional<FileForm> of(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1);
        for (FileForm form : values()) {
            if (form.ending().equals(ending)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** What the name of such a file ends in, behind a dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Value of {@code Content-Type}: what Spring's server says. */
    public String contentType() {
        return contentType;
    }

    String encode(List<Source> sources, boolean resolvePlaceholders) {
        Map<String, JsonText> combined = Combined.of(sources);
        Map<String, JsonText> properties = resolvePlaceholders ? Placeholders.resolve(combined) : combined;
        return switch (this) {
            case YML, YAML -> YamlText.of(Tree.of(properties));
            case PROPERTIES -> properties(properties);
            case JSON ->
                JsonText.write(json -> Tree.write(Tree.of(properties), json)).text();
        };
    }

    private static String properties(Map<String, JsonText> properties) {
        StringBuilder text = new StringBuilder();
        properties.forEach((name, value) -> PropertiesText.line(name, ": ", value.plain(), text));
        return text.toString();
    }
}
