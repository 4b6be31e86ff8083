package io.headwater.e2e.acceptance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The values of a snapshot as they stand in its text, so that {@code 10.0} and {@code 10} are two things. */
final class RawValues {
    private static final JsonFactory JSON = new JsonFactory();

    private RawValues() {}

    /** By key, from the body of a snapshot. */
    static Map<String, String> of(String body) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            find(parser, "config");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                find(parser, "value");
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                skip(parser);
                values.put(key, body.substring(begin, (int) parser.currentLocation().getCharOffset()));
                leave(parser);
            }
        }
        return values;
    }

    /** Goes to the value of a member of the object that begins next. */
    private static void find(JsonParser parser, String member) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(member);
            parser.nextToken();
            if (found) {
                return;
            }
            parser.skipChildren();
        }
        throw new AssertionError("there is no member " + member);
    }

    /** To the end of the value that the parser stands on. */
    private static void skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.getText();
        }
    }

    private static void leave(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
        }
    }
}
