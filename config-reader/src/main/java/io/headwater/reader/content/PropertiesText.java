package io.headwater.reader.content;

import io.headwater.core.Snapshot;

/**
 * The format of {@link java.util.Properties#load(java.io.Reader)}. Everything but printable ASCII is escaped, so that it
 * reads the same as ISO 8859-1, which older loaders take it for. Values that are no strings are their JSON text.
 */
final class PropertiesText {
    private PropertiesText() {}

    static String of(Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        snapshot.entries().forEach((key, effective) -> {
            escape(key, true, text);
            text.append('=');
            escape(effective.value().value().plain(), false, text);
            text.append('\n');
        });
        return text.toString();
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
