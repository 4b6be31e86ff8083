package io.headwater.runtime.settings;

/**
 * One thing that is wrong with what was set.
 *
 * @param setting name of the setting, or the place where the trouble is
 * @param message the value (never of a secret) and what is allowed
 */
public record SettingProblem(String setting, String message) {

    @Override
    public String toString() {
        return setting + ": " + message;
    }
}
