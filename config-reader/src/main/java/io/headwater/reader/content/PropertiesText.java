package io.headwater.reader.content;

import io.headwater.core.Snapshot;

/**
 * The format of {@link java.util.Properties#load(java.io.Reader)}. Everything but printable ASCII is escaped, so that it
 * reads the same as ISO 8859-1, which older loaders take it for. Values that are no strings are their JSON text.
 */
public final class PropertiesText {
    private PropertiesText() {}

    static String of(Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        snapshot.entries()
                .forEach((key, effective) ->
                        line(key, "=", effective.value().value().plain(), text));
        return text.toString();
    }

    /**
     * One property.
     *
     * @param separator an equals sign or a colon, with spaces behind it or without
     */
    public static void line(String key, String separator, String value, StringBuilder to) {
        escape(key, true, to);
        to.append(separator);
        escape(value, false, to);
        to.append('\n');
    }

    private static void escape(String value, boolean key, StringBuilder to) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                case '\f' -> to.append("\\f");
                // A loader skips white space in front of a value, and ends a key at it.
                case ' ' -> to.append(key || i == 0 ? "\\ " : " ");
                case '=', ':', '#', '!' -> to.append('\\').append(c);
                default -> {
                    if (c > 0x20 && c < 0x7f) {
                        to.append(c);
                    } else {
                        to.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
    }
}
