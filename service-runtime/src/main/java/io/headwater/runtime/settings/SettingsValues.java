package io.headwater.runtime.settings;

import java.util.List;
import java.util.Map;

/**
 * The values of all settings of a service, valid and immutable. A service turns them into its own configuration record
 * at once and passes that on.
 */
public final class SettingsValues {

    /**
     * One value and where it came from.
     *
     * @param shown the text as it may be shown
     * @param source the environment variable, the file, or {@code default}
     */
    record Effective(Object value, String shown, String source) {}

    private final Map<Setting<?>, Effective> values;
    private final List<String> warnings;

    SettingsValues(Map<Setting<?>, Effective> values, List<String> warnings) {
        this.values = values;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * The value of a setting.
     *
     * @throws IllegalArgumentException if the setting was not declared when these values were read
     */
    public <T> T value(Setting<T> setting) {
        Effective effective = values.get(setting);
        if (effective == null) {
            throw new IllegalArgumentException("the setting " + setting.name() + " is not declared");
        }
        @SuppressWarnings("unchecked") // the reader stores what the type of this very setting parsed
        T value = (T) effective.value();
        return value;
    }

    /** What is odd and yet no error, such as a variable that is not known. */
    public List<String> warnings() {
        return warnings;
    }

    /** One line for each setting: name, value without secrets, and source. */
    public List<String> describe() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().name() + " = " + entry.getValue().shown() + "  ("
                        + entry.getValue().source() + ")")
                .toList();
    }
}
