package io.headwater.writer.imports;

import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects one document's keys, dotted, and bounds what a small file can grow to by its aliases. */
final class Flattening {
    private static final String ON_PROFILE = "spring.config.activate.on-profile";
    private static final long MOST_CHARACTERS = 32L << 20;
    private static final int MOST_VALUES = 500_000;

    private final ErrorCode tooMuch;
    private final List<ImportedFile.Item> items = new ArrayList<>();
    private Optional<ImportedFile.Item> profile = Optional.empty();
    private long characters;
    private int values;

    /** @param tooMuch how a file is refused that grows too large */
    Flattening(ErrorCode tooMuch) {
        this.tooMuch = tooMuch;
    }

    /** The dotted name of a member; one in brackets continues the name of what it is in, as Spring reads it. */
    static String dotted(String parent, String name) {
        return parent.isEmpty() || name.startsWith("[") ? parent + name : parent + "." + name;
    }

    /** A key in which others are; an empty one would not be seen in theirs. */
    static String parent(String key, int line) {
        if (key.isEmpty()) {
            checkKey(key, line);
        }
        return key;
    }

    void add(String key, JsonText value, int line, boolean untyped) {
        ImportedFile.Item item = new ImportedFile.Item(key, value, line, untyped);
        count(key.length() + value.text().length(), line);
        if (!key.equals(ON_PROFILE)) {
            checkKey(key, line);
            items.add(item);
        } else if (profile.isEmpty()) {
            profile = Optional.of(item);
        } else if (!profile.get().value().equals(value)) {
            throw at(
                    ErrorCode.DUPLICATE_KEY,
                    line,
                    ON_PROFILE + " is given in line " + profile.get().line() + " and, with another value, in line "
                            + line);
        }
    }

    /** Counts a value that is part of another one. */
    void count(long more, int line) {
        values++;
        characters += more;
        if (values > MOST_VALUES || characters > MOST_CHARACTERS) {
            throw at(
                    tooMuch,
                    line,
                    "line " + line + ": the file comes to more than " + MOST_VALUES + " values or " + MOST_CHARACTERS
                            + " characters when its aliases are followed");
        }
    }

    private static void checkKey(String key, int line) {
        try {
            Names.key("key", key);
        } catch (HeadwaterException e) {
            throw at(e.code(), line, "line " + line + ": " + e.detail());
        }
    }

    static HeadwaterException at(ErrorCode code, int line, String detail) {
        return new HeadwaterException(code, detail, List.of(FieldError.of("line " + line, code, detail)));
    }

    ImportedFile.Part part() {
        return new ImportedFile.Part(profile, items);
    }
}
