package io.headwater.runtime.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting: a constant of the service that reads it. It is immutable; {@link #defaultsTo} and
 * {@link #secret} return changed copies. A setting without a default has to be set.
 */
public final class Setting<T> {

    /** Start of the name of every environment variable. */
    public static final String PREFIX = "HEADWATER_";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    private final String name;
    private final SettingType<T> type;
    private final String description;
    private final @Nullable String defaultText;
    private final @Nullable T unsetValue;
    private final boolean secret;

    private Setting(
            String name,
            SettingType<T> type,
            String description,
            @Nullable String defaultText,
            @Nullable T unsetValue,
            boolean secret) {
        this.name = name;
        this.type = type;
        this.description = description;
        this.defaultText = defaultText;
        this.unsetValue = unsetValue;
        this.secret = secret;
    }

    /**
     * Declares a setting that has to be set.
     *
     * @param name dotted, in lower case, words joined by hyphens: {@code kafka.bootstrap-servers}
     * @param description one sentence for people, ending with a full stop
     */
    public static <T> Setting<T> of(String name, SettingType<T> type, String description) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a setting: " + name);
        }
        return new Setting<>(name, type, description, null, null, false);
    }

    /** Declares a setting that may be left out. */
    public static <T> Setting<Optional<T>> optional(String name, SettingType<T> type, String description) {
        SettingType<Optional<T>> optional = new SettingType<>(
                type.name(), type.allowed(), text -> Optional.of(type.parser().apply(text)), type.display());
        Setting<Optional<T>> setting = of(name, optional, description);
        return new Setting<>(name, setting.type, description, null, Optional.empty(), false);
    }

    /** The same setting with a default, written as an operator would write it. */
    public Setting<T> defaultsTo(String text) {
        T _ = type.parser().apply(text);
        return new Setting<>(name, type, description, text, unsetValue, secret);
    }

    /** The same setting, whose value is shown nowhere. */
    public Setting<T> secret() {
        return new Setting<>(name, type, description, defaultText, unsetValue, true);
    }

    public String name() {
        return name;
    }

    /** The environment variable that sets it: {@code HEADWATER_KAFKA_BOOTSTRAP_SERVERS}. */
    public String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public SettingType<T> type() {
        return type;
    }

    public String description() {
        return description;
    }

    /** The text of the default; empty when there is none. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    public boolean isSecret() {
        return secret;
    }

    /** Whether a start without it is refused. */
    public boolean isRequired() {
        return defaultText == null && unsetValue == null;
    }

    /** The text of a value as it may be shown. */
    String display(String text) {
        return secret ? Masking.MASK : type.display().apply(text);
    }

    @Nullable T unsetValue() {
        return unsetValue;
    }

    @Override
    public String toString() {
        return name;
    }
}
