package io.headwater.reader.content;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Snapshot;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Assignments for a POSIX shell: {@code set -a; . file}. A key becomes a name in upper case, with {@code _} for whatever
 * a name cannot have; a value stands in single quotes, in which a shell expands nothing. Values that are no strings are
 * their JSON text.
 */
final class ShellText {
    private ShellText() {}

    static String of(Snapshot snapshot) {
        SortedMap<String, String> keys = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        snapshot.entries().forEach((key, effective) -> {
            String name = name(key);
            String other = keys.put(name, key);
            if (other != null) {
                throw refused(key, "would be " + name + ", as " + Names.quoted(other) + " would");
            }
            String value = effective.value().value().plain();
            if (value.indexOf('\0') >= 0) {
                throw refused(key, "has a value with the character U+0000, which no variable can have");
            }
            text.append(name).append("='").append(value.replace("'", "'\\''")).append("'\n");
        });
        return text.toString();
    }

    private static String name(String key) {
        StringBuilder name = new StringBuilder();
        key.toUpperCase(Locale.ROOT).codePoints().forEach(c -> {
            boolean allowed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            name.append(allowed ? (char) c : '_');
        });
        return Character.isDigit(name.charAt(0)) ? "_" + name : name.toString();
    }

    private static HeadwaterException refused(String key, String why) {
        return new HeadwaterException(
                ErrorCode.NOT_ACCEPTABLE,
                "the format env cannot give this configuration: the key " + Names.quoted(key) + " " + why
                        + "; ask for another format");
    }
}
