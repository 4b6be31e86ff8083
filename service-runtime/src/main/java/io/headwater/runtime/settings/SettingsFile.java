package io.headwater.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A YAML file of settings. Nested maps and dotted keys mean the same; an empty value counts as not set. */
final class SettingsFile {

    private SettingsFile() {}

    /** Reads a file into texts by dotted name, adding to {@code problems} what is wrong with the file itself. */
    static Map<String, String> read(Path file, List<SettingProblem> problems) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            // Failsafe: every scalar stays the text that was written, so that one parser decides what is allowed.
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setSchema(new FailsafeSchema())
                    .setTagConstructors(Map.of(Tag.NULL, _ -> ""))
                    .setAllowDuplicateKeys(false)
                    .build();
            Object document = new Load(settings).loadFromString(Files.readString(file));
            collect("", document, file, texts, problems);
        } catch (IOException e) {
            problems.add(new SettingProblem(
                    file.toString(),
                    "cannot be read as UTF-8 text: " + e.getClass().getSimpleName()));
        } catch (YamlEngineException e) {
            problems.add(new SettingProblem(file.toString(), "is not valid YAML" + place(e)));
        }
        return texts;
    }

    // Only the place: the text around an error may hold a secret.
    private static String place(YamlEngineException exception) {
        return exception instanceof org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                        .orElse("")
                : "";
    }

    private static void collect(
            String name, @Nullable Object node, Path file, Map<String, String> texts, List<SettingProblem> problems) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) ->
                    collect(name.isEmpty() ? String.valueOf(key) : name + "." + key, value, file, texts, problems));
        } else if (node instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            put(name, String.join(",", list.stream().map(String::valueOf).toList()), file, texts, problems);
        } else if (node instanceof List<?>) {
            problems.add(new SettingProblem(name, "is a list of something else than texts in " + file));
        } else if (node != null && name.isEmpty()) {
            problems.add(new SettingProblem(file.toString(), "holds no settings; allowed: a map of names and values"));
        } else if (node != null) {
            put(name, node.toString(), file, texts, problems);
        }
    }

    private static void put(
            String name, String text, Path file, Map<String, String> texts, List<SettingProblem> problems) {
        if (!text.isEmpty() && texts.putIfAbsent(name, text) != null) {
            problems.add(new SettingProblem(name, "is set twice in " + file + "; allowed: once"));
        }
    }
}
