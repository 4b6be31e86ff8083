package io.headwater.reader.spring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes of entries what Spring makes of a file: {@code list[0].name}. Null and an empty list are an empty text, an empty map
 * is nothing. A member's name that begins with a bracket continues the name of what it is in ({@code map[with/slash]}); any
 * other follows a dot. Where an entry and a member of another entry's value have one name, the entry counts.
 *
 * <p>One instance serves one answer, whose size it bounds: a long name in front of many values would be repeated for each.
 */
final class Flattening {
    private static final long MOST_CHARACTERS = 32L << 20;

    private static final JsonText EMPTY = JsonText.ofString("");

    private long characters;

    Map<String, Property> of(Layer layer) {
        Map<String, Property> flat = new LinkedHashMap<>();
        // A key stands before all keys that it is the beginning of, so what is said more exactly comes later and stays.
        layer.entries().forEach((key, entry) -> {
            if (entry.live()) {
                flatten(key, entry, flat);
            }
        });
        return flat;
    }

    private void flatten(String key, LayerEntry entry, Map<String, Property> to) {
        JsonText value = entry.liveValue().value();
        switch (value.kind()) {
            case STRING, NUMBER, BOOLEAN -> put(key, value, entry, to);
            case NULL -> put(key, EMPTY, entry, to);
            case OBJECT, ARRAY -> {
                try (JsonParser parser = JsonText.FACTORY.createParser(value.text())) {
                    parser.nextToken();
                    flatten(key, parser, entry, to);
                } catch (IOException e) {
                    throw new UncheckedIOException("compact text is well-formed", e);
                }
            }
        }
    }

    private void flatten(String name, JsonParser parser, LayerEntry entry, Map<String, Property> to)
            throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String member = parser.currentName();
                    parser.nextToken();
                    flatten(member.startsWith("[") ? name + member : name + "." + member, parser, entry, to);
                }
            }
            case START_ARRAY -> {
                int index = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    flatten(name + "[" + index + "]", parser, entry, to);
                    index++;
                }
                if (index == 0) {
                    put(name, EMPTY, entry, to);
                }
            }
            case VALUE_NULL -> put(name, EMPTY, entry, to);
            default -> put(name, JsonText.read(parser), entry, to);
        }
    }

    private void put(String name, JsonText value, LayerEntry entry, Map<String, Property> to) {
        characters += name.length() + value.text().length();
        if (characters > MOST_CHARACTERS) {
            throw new HeadwaterException(
                    ErrorCode.NOT_ACCEPTABLE,
                    "flattened as Spring does it, this configuration comes to more than " + MOST_CHARACTERS
                            + " characters, at " + Names.quoted(name) + "; ask for a snapshot");
        }
        to.put(name, new Property(value, entry.revision()));
    }
}
