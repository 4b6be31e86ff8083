package io.headwater.runtime.settings;

import java.util.List;

/** Settings, written for people. */
final class SettingsDocument {

    private SettingsDocument() {}

    static String help(List<Setting<?>> settings) {
        StringBuilder text = new StringBuilder("Settings, as environment variable or by name in the YAML file:\n");
        for (Setting<?> setting : settings) {
            text.append("\n  ")
                    .append(setting.variable())
                    .append("  (")
                    .append(setting.name())
                    .append(")\n");
            text.append("      ").append(setting.description()).append('\n');
            text.append("      ")
                    .append(setting.type().allowed())
                    .append("; ")
                    .append(defaultOf(setting, ""))
                    .append('\n');
        }
        return text.toString();
    }

    static String markdown(List<Setting<?>> settings) {
        StringBuilder text = new StringBuilder("""
                | setting | variable | default | meaning and allowed values |
                | --- | --- | --- | --- |
                """);
        for (Setting<?> setting : settings) {
            text.append("| `%s` | `%s` | %s | %s Allowed: %s.%s |\n"
                    .formatted(
                            setting.name(),
                            setting.variable(),
                            defaultOf(setting, "`"),
                            cell(setting.description()),
                            cell(setting.type().allowed()),
                            setting.isSecret() ? " Never shown." : ""));
        }
        return text.toString();
    }

    private static String defaultOf(Setting<?> setting, String quote) {
        String prefix = quote.isEmpty() ? "default " : "";
        return setting.defaultText()
                .map(text -> prefix + quote + cell(setting.display(text)) + quote)
                .orElse(setting.isRequired() ? "required" : "not set");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
