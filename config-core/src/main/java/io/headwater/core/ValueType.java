package io.headwater.core;

import java.util.Locale;
import java.util.Optional;

/** The type of an entry's value. On the wire: the name in lower case. */
public enum ValueType {
    /** {@code true} or {@code false}. */
    BOOLEAN("true or false"),
    /** A whole number in 64 bits, written without fraction and exponent. */
    INTEGER("a whole number from -9223372036854775808 to 9223372036854775807, without fraction and exponent"),
    /** Any JSON number; its text is kept. */
    NUMBER("a number"),
    /** Text. */
    STRING("a string"),
    /** Any JSON value. */
    JSON("any JSON value");

    private final String allowed;
    private final String wireName;

    ValueType(String allowed) {
        this.allowed = allowed;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** The type with this name on the wire. */
    public static Optional<ValueType> of(String wireName) {
        for (ValueType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type that a value has when nobody says another: the narrowest that fits. */
    public static ValueType infer(JsonText value) {
        return switch (value.kind()) {
            case BOOLEAN -> BOOLEAN;
            case STRING -> STRING;
            case NUMBER -> INTEGER.fits(value) ? INTEGER : NUMBER;
            case OBJECT, ARRAY, NULL -> JSON;
        };
    }

    /** Whether a value can have this type. */
    public boolean fits(JsonText value) {
        return switch (this) {
            case BOOLEAN -> value.kind() == JsonText.Kind.BOOLEAN;
            case INTEGER -> value.kind() == JsonText.Kind.NUMBER && isLong(value.text());
            case NUMBER -> value.kind() == JsonText.Kind.NUMBER;
            case STRING -> value.kind() == JsonText.Kind.STRING;
            case JSON -> true;
        };
    }

    private static boolean isLong(String number) {
        int digits = 0;
        for (int i = number.charAt(0) == '-' ? 1 : 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
            digits++;
        }
        if (digits < 19) {
            return true;
        }
        try {
            Long.parseLong(number);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** What is allowed, for messages. */
    public String allowed() {
        return allowed;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
