package io.headwater.writer.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Names;
import io.headwater.core.Patch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that somebody sent, read strictly: what is not known, and what has not the form that it
 * must have, is refused with the path of the field.
 */
final class JsonMembers {
    /** More than any object has that is known here: whoever sends more is refused before they fill the memory. */
    private static final int MOST_MEMBERS = 64;

    private final String path;
    private final Map<String, JsonText> members = new LinkedHashMap<>();
    private final Map<String, List<JsonMembers>> lists = new LinkedHashMap<>();

    private JsonMembers(String path) {
        this.path = path;
    }

    /** Reads a body that is one object. */
    static JsonMembers body(String text) {
        return body(text, "", 0);
    }

    /**
     * Reads a body that is one object.
     *
     * @param list the name of a member that is a list of objects
     * @param most how many of them there may be; what follows is not read
     */
    static JsonMembers body(String text, String list, int most) {
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                if (parser.currentToken() == null) {
                    throw new HeadwaterException(
                            ErrorCode.MALFORMED_JSON, "the body is empty; a JSON object is needed");
                }
                // Whether it is JSON at all comes first.
                JsonText.read(parser);
                throw new HeadwaterException(ErrorCode.INVALID_FIELD, "the body is not a JSON object");
            }
            JsonMembers body = new JsonMembers("");
            body.read(parser, list, most);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the body");
            }
            return body;
        } catch (IOException e) {
            throw JsonText.malformed(e);
        }
    }

    private void read(JsonParser parser, String list, int most) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (members.size() == MOST_MEMBERS) {
                throw HeadwaterException.field(
                        ErrorCode.UNKNOWN_FIELD,
                        path + name,
                        "the field " + Names.quoted(path + name) + " comes after " + MOST_MEMBERS
                                + " others, which is more than are known");
            }
            parser.nextToken();
            if (name.equals(list) && parser.currentToken() == JsonToken.START_ARRAY) {
                lists.put(name, readList(parser, name, most));
            } else {
                members.put(name, JsonText.read(parser));
            }
        }
    }

    private List<JsonMembers> readList(JsonParser parser, String name, int most) throws IOException {
        List<JsonMembers> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == most) {
                throw HeadwaterException.field(
                        ErrorCode.TOO_LARGE,
                        path + name,
                        "there are more than " + most + " " + path + name + "; allowed: " + most);
            }
            JsonMembers item = new JsonMembers(path + name + "[" + items.size() + "].");
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                item.read(parser, "", 0);
            } else {
                JsonText other = JsonText.read(parser);
                throw invalid(path + name + "[" + items.size() + "]", other, "an object");
            }
            items.add(item);
        }
        return items;
    }

    /** In front of the names of members, for messages. */
    String path() {
        return path;
    }

    /** Refuses members that are not among these. */
    void only(Set<String> known) {
        for (String name : members.keySet()) {
            refuseUnlessKnown(name, known);
        }
        for (String name : lists.keySet()) {
            refuseUnlessKnown(name, known);
        }
    }

    private void refuseUnlessKnown(String name, Set<String> known) {
        if (!known.contains(name)) {
            throw HeadwaterException.field(
                    ErrorCode.UNKNOWN_FIELD,
                    path + name,
                    "the field " + Names.quoted(path + name) + " is not known; allowed: "
                            + String.join(", ", known.stream().sorted().toList()));
        }
    }

    /** A value as it is. */
    Optional<JsonText> value(String name) {
        return Optional.ofNullable(members.get(name));
    }

    List<JsonMembers> list(String name) {
        JsonText other = members.get(name);
        if (other != null) {
            throw invalid(path + name, other, "a list of objects");
        }
        return lists.getOrDefault(name, List.of());
    }

    /** A member that has to be there. */
    String requiredString(String name) {
        return string(name).orElseThrow(() -> missing(name, "a string"));
    }

    HeadwaterException missing(String name, String needed) {
        return HeadwaterException.field(
                ErrorCode.INVALID_FIELD, path + name, "the field " + path + name + " is missing; it is " + needed);
    }

    Optional<String> string(String name) {
        JsonText value = members.get(name);
        return value == null ? Optional.empty() : Optional.of(text(path + name, value, "a string"));
    }

    Optional<Boolean> bool(String name) {
        JsonText value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.kind() != JsonText.Kind.BOOLEAN) {
            throw invalid(path + name, value, "true or false");
        }
        return Optional.of(value.text().equals("true"));
    }

    /** A whole number within bounds. */
    Optional<Long> whole(String name, long least, long most) {
        JsonText value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String allowed = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(value.text());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw invalid(path + name, value, allowed);
        }
        throw invalid(path + name, value, allowed);
    }

    /** Text that may be left out, or cleared by null. */
    Patch<String> patch(String name, int most) {
        JsonText value = members.get(name);
        if (value == null) {
            return Patch.keep();
        }
        if (value.kind() == JsonText.Kind.NULL) {
            return Patch.clear();
        }
        return Patch.set(bounded(path + name, text(path + name, value, "a string or null"), most));
    }

    /** Words that may be left out, or cleared by null. */
    Patch<List<String>> patchWords(String name, int most, int longest) {
        JsonText value = members.get(name);
        if (value == null) {
            return Patch.keep();
        }
        if (value.kind() == JsonText.Kind.NULL) {
            return Patch.clear();
        }
        List<JsonText> items = items(path + name, value, most);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String at = path + name + "[" + i + "]";
            String word = bounded(at, text(at, items.get(i), "a string"), longest);
            if (word.isBlank()) {
                throw invalid(at, items.get(i), "a word that is not blank");
            }
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        return Patch.set(List.copyOf(words));
    }

    private static List<JsonText> items(String field, JsonText value, int most) {
        if (value.kind() != JsonText.Kind.ARRAY) {
            throw invalid(field, value, "a list of strings, or null");
        }
        List<JsonText> items = new ArrayList<>();
        try (JsonParser parser = JsonText.FACTORY.createParser(value.text())) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (items.size() == most) {
                    throw HeadwaterException.field(
                            ErrorCode.INVALID_FIELD,
                            field,
                            field + " has more than " + most + " items; allowed: " + most);
                }
                items.add(JsonText.read(parser));
            }
        } catch (IOException e) {
            throw JsonText.malformed(e);
        }
        return items;
    }

    private static String bounded(String field, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw HeadwaterException.field(
                    ErrorCode.INVALID_FIELD, field, field + " has " + length + " characters; allowed: " + most);
        }
        return text;
    }

    private static String text(String field, @Nullable JsonText value, String allowed) {
        if (value == null || value.kind() != JsonText.Kind.STRING) {
            throw invalid(field, value, allowed);
        }
        return value.plain();
    }

    static HeadwaterException invalid(String field, @Nullable JsonText value, String allowed) {
        return HeadwaterException.field(
                ErrorCode.INVALID_FIELD,
                field,
                field + " is " + Names.quoted(value == null ? "missing" : value.text()) + "; allowed: " + allowed);
    }
}
