package io.headwater.writer.imports;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.util.List;

/** A nested JSON object: its objects become dotted keys, everything else is a value, null included. */
public final class JsonFile {
    private JsonFile() {}

    /**
     * Reads a file.
     *
     * @throws HeadwaterException {@code MALFORMED_JSON} and its like, with line and column
     */
    public static ImportedFile read(String text) {
        Flattening flattening = new Flattening(ErrorCode.TOO_LARGE);
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                if (parser.currentToken() == null) {
                    throw new HeadwaterException(
                            ErrorCode.MALFORMED_JSON, "the body is empty; a JSON object is needed");
                }
                JsonText.read(parser);
                throw new HeadwaterException(
                        ErrorCode.INVALID_FIELD, "the body is not a JSON object of keys and values");
            }
            flatten("", parser, flattening);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the object");
            }
            return new ImportedFile(List.of(flattening.part()), List.of());
        } catch (IOException e) {
            throw JsonText.malformed(e);
        }
    }

    private static void flatten(String parent, JsonParser parser, Flattening to) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = Flattening.dotted(parent, parser.currentName());
            int line = parser.currentTokenLocation().getLineNr();
            to.count(key.length(), line);
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                flatten(Flattening.parent(key, line), parser, to);
            } else {
                to.add(key, JsonText.read(parser), line, false);
            }
        }
    }
}
