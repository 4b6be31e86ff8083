package io.headwater.reader.content;

import com.fasterxml.jackson.core.JsonParser;
import io.headwater.core.Effective;
import io.headwater.core.JsonText;
import io.headwater.core.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * YAML that gives the same values and types to parsers of 1.1 and 1.2. Dotted keys become nested maps where that says
 * the same: where no key has an empty part and none is the beginning of another. Else the keys stay flat. Keys and
 * strings are always in double quotes, so no text is taken for a number, a date or a boolean.
 */
public final class YamlText {
    // A parser looks for the colon behind a key in 1,024 characters; with a question mark in front it need not.
    private static final int LONGEST_SIMPLE_KEY = 500;

    private YamlText() {}

    static String of(Snapshot snapshot) {
        if (snapshot.entries().isEmpty()) {
            return "{}\n";
        }
        StringBuilder text = new StringBuilder();
        Map<String, Object> tree = nested(snapshot.entries());
        if (tree.isEmpty()) {
            snapshot.entries()
                    .forEach((key, effective) -> pair(key, effective.value().value(), "", text));
        } else {
            block(tree, "", text);
        }
        return text.toString();
    }

    /** A tree of maps with {@link JsonText} leaves. */
    public static String of(Map<String, Object> tree) {
        if (tree.isEmpty()) {
            return "{}\n";
        }
        StringBuilder text = new StringBuilder();
        block(tree, "", text);
        return text.toString();
    }

    /** The keys as a tree of maps with {@link JsonText} leaves; empty where nesting would lose something. */
    private static Map<String, Object> nested(SortedMap<String, Effective> entries) {
        SortedMap<String, Object> root = new TreeMap<>();
        for (Map.Entry<String, Effective> entry : entries.entrySet()) {
            String[] parts = entry.getKey().split("\\.", -1);
            Map<String, Object> map = root;
            for (int i = 0; i < parts.length; i++) {
                boolean last = i == parts.length - 1;
                if (parts[i].isEmpty() || (last && map.containsKey(parts[i]))) {
                    return Map.of();
                }
                if (last) {
                    map.put(parts[i], entry.getValue().value().value());
                } else if (map.computeIfAbsent(parts[i], part -> new TreeMap<String, Object>())
                        instanceof Map<?, ?> below) {
                    map = mapOf(below);
                } else {
                    return Map.of();
                }
            }
        }
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapOf(Map<?, ?> below) {
        return (Map<String, Object>) below;
    }

    private static void block(Map<String, Object> map, String indent, StringBuilder to) {
        map.forEach((key, value) -> {
            if (value instanceof JsonText leaf) {
                pair(key, leaf, indent, to);
            } else {
                key(key, indent, to);
                to.append('\n');
                block(mapOf((Map<?, ?>) value), indent + "  ", to);
            }
        });
    }

    private static void pair(String key, JsonText value, String indent, StringBuilder to) {
        key(key, indent, to);
        to.append(' ');
        flow(value, to);
        to.append('\n');
    }

    private static void key(String key, String indent, StringBuilder to) {
        StringBuilder quoted = new StringBuilder();
        quote(key, quoted);
        to.append(indent);
        if (quoted.length() > LONGEST_SIMPLE_KEY) {
            to.append("? ").append(quoted).append('\n').append(indent);
        } else {
            to.append(quoted);
        }
        to.append(':');
    }

    /** Any JSON value on one line. */
    private static void flow(JsonText value, StringBuilder to) {
        try (JsonParser parser = JsonText.FACTORY.createParser(value.text())) {
            boolean first = true;
            while (parser.nextToken() != null) {
                var parent = parser.currentToken().isStructEnd()
                                || parser.currentToken().isStructStart()
                        ? parser.getParsingContext().getParent()
                        : parser.getParsingContext();
                boolean inArray = parent != null && parent.inArray();
                switch (parser.currentToken()) {
                    case START_OBJECT -> separate(inArray, first, to).append('{');
                    case START_ARRAY -> separate(inArray, first, to).append('[');
                    case END_OBJECT -> to.append('}');
                    case END_ARRAY -> to.append(']');
                    case FIELD_NAME -> member(parser.currentName(), separate(true, first, to));
                    case VALUE_STRING -> quote(parser.getText(), separate(inArray, first, to));
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        separate(inArray, first, to).append(number(parser.getText()));
                    default -> separate(inArray, first, to).append(parser.getText());
                }
                first = parser.currentToken().isStructStart();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("compact text is well-formed", e);
        }
    }

    private static StringBuilder separate(boolean inList, boolean first, StringBuilder to) {
        return inList && !first ? to.append(", ") : to;
    }

    private static void member(String name, StringBuilder to) {
        StringBuilder quoted = new StringBuilder();
        quote(name, quoted);
        if (quoted.length() > LONGEST_SIMPLE_KEY) {
            to.append("? ");
        }
        to.append(quoted).append(": ");
    }

    /** YAML 1.1 takes 1e5 for text: it wants a point and a sign. The tag says what it is and leaves the text alone. */
    private static String number(String text) {
        boolean exponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        return exponent ? "!!float " + text : text;
    }

    private static void quote(String value, StringBuilder to) {
        to.append('"');
        Iterator<Integer> characters = value.codePoints().iterator();
        while (characters.hasNext()) {
            int c = characters.next();
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> {
                    if (printable(c)) {
                        to.appendCodePoint(c);
                    } else {
                        to.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                    }
                }
            }
        }
        to.append('"');
    }

    /** What both versions allow as it is and no parser takes for a line break or a byte order mark. */
    private static boolean printable(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029)
                || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
    }
}
