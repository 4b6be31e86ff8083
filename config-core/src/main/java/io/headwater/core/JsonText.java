package io.headwater.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A JSON value as compact text (RFC 8259) in which every number keeps the text that it was written with: {@code 10.0}
 * stays {@code 10.0}, and no integer or decimal passes through a binary floating point number. Members keep their order.
 * Strings are in one form: only what must be escaped is. Immutable; equal when the texts are.
 */
public final class JsonText {
    /** How deep objects and lists may be nested. */
    public static final int MAX_DEPTH = 100;

    /**
     * Reads JSON strictly: no duplicate members, no {@code NaN}, no comments, bounded depth, numbers of at most 1,000
     * characters. Thread-safe.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(1_000)
                    .maxStringLength(16 << 20)
                    .maxNameLength(64 << 10)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH * 2)
                    .build())
            .build();

    /** {@code null}. */
    public static final JsonText NULL = new JsonText("null");

    private final String text;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Parses one whole JSON document.
     *
     * @throws HeadwaterException {@link ErrorCode#MALFORMED_JSON} with line and column, or {@link ErrorCode#TOO_DEEP}
     */
    public static JsonText parse(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            JsonText value = read(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the value");
            }
            return value;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Text that is known to be what {@link #text()} gave before, such as what Headwater itself stored. Not checked. */
    public static JsonText ofCompact(String compact) {
        return new JsonText(compact);
    }

    /** A string as JSON. */
    public static JsonText ofString(String value) {
        return write(generator -> generator.writeString(value));
    }

    /** A boolean as JSON. */
    public static JsonText ofBoolean(boolean value) {
        return new JsonText(value ? "true" : "false");
    }

    /**
     * Reads the value that the parser stands on, and leaves the parser on its last token.
     *
     * @throws IOException as the parser does: malformed, too deep, cut off
     */
    public static JsonText read(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            copy(parser, generator);
        }
        return new JsonText(text.toString());
    }

    private static void copy(JsonParser parser, JsonGenerator to) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token == null) {
                throw new JsonParseException(parser, "a value is missing");
            }
            switch (token) {
                case START_OBJECT -> {
                    depth++;
                    to.writeStartObject();
                }
                case START_ARRAY -> {
                    depth++;
                    to.writeStartArray();
                }
                case END_OBJECT -> {
                    depth--;
                    to.writeEndObject();
                }
                case END_ARRAY -> {
                    depth--;
                    to.writeEndArray();
                }
                case FIELD_NAME -> to.writeFieldName(whole(parser, parser.currentName()));
                case VALUE_STRING -> to.writeString(whole(parser, parser.getText()));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(parser.getText());
                case VALUE_TRUE, VALUE_FALSE -> to.writeBoolean(token == JsonToken.VALUE_TRUE);
                case VALUE_NULL -> to.writeNull();
                case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new JsonParseException(parser, "not JSON: " + token);
            }
            if (depth == 0 && token != JsonToken.FIELD_NAME) {
                return;
            }
            token = parser.nextToken();
        }
    }

    /** Half a surrogate pair is allowed by JSON's grammar and by nothing else on the way: UTF-8 cannot say it. */
    private static String whole(JsonParser parser, String text) throws JsonParseException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                throw new JsonParseException(parser, String.format("half a surrogate pair, \\u%04x", (int) c));
            }
        }
        return text;
    }

    /**
     * Checks that whoever reads this by {@link #FACTORY} as a member of an object can do so: in a record it is nested one
     * deeper than by itself. What came by another way than {@link #parse} may not be readable at all.
     *
     * @throws HeadwaterException {@link ErrorCode#TOO_DEEP} or {@link ErrorCode#MALFORMED_JSON}, without line and column:
     *     nobody has sent this text
     */
    public void checkReadableAsMember() {
        try (JsonParser parser = FACTORY.createParser("{\"value\":" + text + "}")) {
            parser.nextToken();
            read(parser);
        } catch (IOException e) {
            throw isTooDeep(e)
                    ? new HeadwaterException(
                            ErrorCode.TOO_DEEP,
                            "objects and lists in a value may be nested " + (MAX_DEPTH - 1) + " deep")
                    : new HeadwaterException(ErrorCode.MALFORMED_JSON, MalformedJson.reason(e));
        }
    }

    /** What {@link #write} is given. */
    @FunctionalInterface
    public interface Body {
        /** Writes exactly one JSON value. */
        void to(JsonGenerator generator) throws IOException;
    }

    /** The text that {@code body} writes. */
    public static JsonText write(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            body.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string does not fail", e);
        }
        return new JsonText(text.toString());
    }

    /** Turns what a JSON parser threw into the answer for whoever sent the text, in words that need no knowledge of the parser. */
    public static HeadwaterException malformed(IOException e) {
        if (isTooDeep(e)) {
            return new HeadwaterException(
                    ErrorCode.TOO_DEEP,
                    "objects and lists may be nested " + MAX_DEPTH + " deep" + MalformedJson.position(e));
        }
        return new HeadwaterException(ErrorCode.MALFORMED_JSON, MalformedJson.describe(e));
    }

    private static boolean isTooDeep(IOException e) {
        return e instanceof StreamConstraintsException
                && String.valueOf(e.getMessage()).contains("nesting depth");
    }

    /** What kind of value this is, told by its first character. */
    public Kind kind() {
        return switch (text.charAt(0)) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** The content of a string value, unescaped; the JSON text of any other. */
    public String plain() {
        if (kind() != Kind.STRING) {
            return text;
        }
        if (text.indexOf('\\') < 0) {
            return text.substring(1, text.length() - 1);
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException("compact text is well-formed", e);
        }
    }

    /** The compact text. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The kinds of JSON values. */
    public enum Kind {
        /** {@code {…}} */
        OBJECT,
        /** {@code […]} */
        ARRAY,
        /** {@code "…"} */
        STRING,
        /** A number. */
        NUMBER,
        /** {@code true} or {@code false} */
        BOOLEAN,
        /** {@code null} */
        NULL
    }
}
