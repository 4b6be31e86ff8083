package io.headwater.core;

import java.util.Set;

/**
 * The names that are allowed. Each check returns its argument or throws {@link ErrorCode#INVALID_NAME} with the field,
 * the value and what is allowed.
 */
public final class Names {
    /** Longest name of a service or environment, in characters. */
    public static final int MAX_NAME = 63;

    /** Longest key, in Unicode code points. */
    public static final int MAX_KEY = 255;

    private static final Set<String> RESERVED_SERVICES = Set.of("v1", "spring", "ofrep", "health", "metrics");
    private static final int SHOWN = 80;

    private Names() {}

    /** A service's own name; {@code _} is not one. */
    public static String service(String field, String name) {
        label(field, name, "service");
        if (RESERVED_SERVICES.contains(name)) {
            throw invalid(field, name, "is reserved; a service cannot be named v1, spring, ofrep, health or metrics");
        }
        return name;
    }

    /** An environment's own name; {@code _} is not one. */
    public static String environment(String field, String name) {
        return label(field, name, "environment");
    }

    /** A scope of named or every service, in a named or every environment. */
    public static Scope scope(String serviceField, String service, String environmentField, String environment) {
        return new Scope(
                service.equals(Scope.EVERY) ? service : service(serviceField, service),
                environment.equals(Scope.EVERY) ? environment : environment(environmentField, environment));
    }

    /** The key of an entry. */
    public static String key(String field, String key) {
        int length = key.codePointCount(0, key.length());
        if (length == 0 || length > MAX_KEY) {
            throw invalid(field, key, "has " + length + " characters; a key has 1 to " + MAX_KEY);
        }
        if (key.equals(".") || key.equals("..")) {
            throw invalid(field, key, "is not a key: . and .. have a meaning in paths");
        }
        if (key.startsWith("$")) {
            throw invalid(field, key, "starts with $; such keys are reserved");
        }
        key.codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                throw invalid(field, key, String.format("has the control character U+%04X", character));
            }
            if (Character.getType(character) == Character.SURROGATE) {
                throw invalid(field, key, String.format("has half a surrogate pair, U+%04X", character));
            }
        });
        return key;
    }

    private static String label(String field, String name, String what) {
        boolean fits = !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().allMatch(c -> letterOrDigit(c) || c == '-')
                && letterOrDigit(name.charAt(0))
                && letterOrDigit(name.charAt(name.length() - 1));
        if (!fits) {
            throw invalid(
                    field,
                    name,
                    "is not the name of a " + what
                            + ": 1 to 63 of a-z, 0-9 and -, with a letter or digit first and last");
        }
        return name;
    }

    private static boolean letterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static HeadwaterException invalid(String field, String name, String problem) {
        return HeadwaterException.field(ErrorCode.INVALID_NAME, field, field + " " + quoted(name) + " " + problem);
    }

    /** A value as it may stand in a message: quoted, on one line, cut where it is long. */
    public static String quoted(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints().limit(SHOWN).forEach(character -> {
            if (Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE) {
                shown.append(String.format("\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        if (value.codePointCount(0, value.length()) > SHOWN) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }
}
