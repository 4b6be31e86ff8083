package io.headwater.runtime.settings;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the text of a setting becomes a value.
 *
 * @param name short name for tables, for example {@code duration}
 * @param allowed what may be written, as the end of "allowed: …"
 * @param parser throws {@link IllegalArgumentException} on text that is not allowed; its message is not shown
 * @param display the text as it may be shown to people: without passwords
 */
public record SettingType<T>(String name, String allowed, Function<String, T> parser, UnaryOperator<String> display) {

    static <T> SettingType<T> of(String name, String allowed, Function<String, T> parser) {
        return new SettingType<>(name, allowed, parser, UnaryOperator.identity());
    }

    /** Accepts only those values that pass; {@code allowed} replaces what is said about the type. */
    public SettingType<T> only(String allowed, java.util.function.Predicate<T> accepts) {
        return new SettingType<>(
                name,
                allowed,
                text -> {
                    T value = parser.apply(text);
                    if (!accepts.test(value)) {
                        throw new IllegalArgumentException(allowed);
                    }
                    return value;
                },
                display);
    }
}
