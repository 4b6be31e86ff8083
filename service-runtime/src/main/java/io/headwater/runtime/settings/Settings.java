package io.headwater.runtime.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one program. They are read once, from environment variables and a YAML file; a variable wins over the
 * file, the file over the default. An empty variable counts as not set.
 */
public final class Settings {

    /** The variable that names the YAML file. */
    public static final String FILE_VARIABLE = Setting.PREFIX + "CONFIG";

    private final List<Setting<?>> declared;

    private Settings(List<Setting<?>> declared) {
        this.declared = List.copyOf(declared);
        Set<String> variables = new LinkedHashSet<>(Set.of(FILE_VARIABLE));
        for (Setting<?> setting : declared) {
            if (!variables.add(setting.variable())) {
                throw new IllegalArgumentException("two settings share the variable " + setting.variable());
            }
        }
    }

    /** The settings of a program, in the order in which people should read them. */
    public static Settings of(List<? extends Setting<?>> declared) {
        return new Settings(List.copyOf(declared));
    }

    /** These settings and some more, as when a program adds its own to shared ones. */
    public Settings and(List<? extends Setting<?>> more) {
        List<Setting<?>> all = new ArrayList<>(declared);
        all.addAll(more);
        return new Settings(all);
    }

    public List<Setting<?>> declared() {
        return declared;
    }

    /**
     * Reads and checks every setting.
     *
     * @param environment environment variables; those without the prefix are ignored
     * @param file YAML file from the command line; without one the variable {@code HEADWATER_CONFIG} may name it
     * @throws SettingsException with every problem that there is
     */
    public SettingsValues read(Map<String, String> environment, Optional<Path> file) {
        List<SettingProblem> problems = new ArrayList<>();
        Optional<Path> path = file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE))
                .filter(text -> !text.isEmpty())
                .map(Path::of));
        Map<String, String> fromFile =
                path.map(found -> SettingsFile.read(found, problems)).orElse(Map.of());
        refuseUnknownKeys(fromFile.keySet(), problems);

        Map<Setting<?>, SettingsValues.Effective> values = new LinkedHashMap<>();
        for (Setting<?> setting : declared) {
            SettingsValues.Effective effective = effective(setting, environment, fromFile, path, problems);
            if (effective != null) {
                values.put(setting, effective);
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new SettingsValues(values, warnings(environment));
    }

    /** Text for {@code --help}: every setting with its variable, default and meaning. */
    public String help() {
        return SettingsDocument.help(declared);
    }

    /** The same as a table in Markdown. */
    public String markdown() {
        return SettingsDocument.markdown(declared);
    }

    private static <T> SettingsValues.@Nullable Effective effective(
            Setting<T> setting,
            Map<String, String> environment,
            Map<String, String> fromFile,
            Optional<Path> file,
            List<SettingProblem> problems) {
        String text = environment.get(setting.variable());
        String source = setting.variable();
        if (text == null || text.isEmpty()) {
            text = fromFile.get(setting.name());
            source = file.map(Path::toString).orElse("");
        }
        if (text == null) {
            text = setting.defaultText().orElse(null);
            source = "default";
        }
        if (text == null) {
            T unset = setting.unsetValue();
            if (unset == null) {
                problems.add(new SettingProblem(
                        setting.name(),
                        "is not set; set " + setting.variable() + " to "
                                + setting.type().allowed()));
                return null;
            }
            return new SettingsValues.Effective(unset, "not set", source);
        }
        try {
            return new SettingsValues.Effective(setting.type().parser().apply(text), setting.display(text), source);
        } catch (IllegalArgumentException e) {
            problems.add(new SettingProblem(
                    setting.name(),
                    "\"" + setting.display(text) + "\" in " + source + " is not allowed; allowed: "
                            + setting.type().allowed()));
            return null;
        }
    }

    private void refuseUnknownKeys(Set<String> keys, List<SettingProblem> problems) {
        Set<String> known = declared.stream().map(Setting::name).collect(Collectors.toSet());
        for (String key : keys) {
            if (!known.contains(key)) {
                problems.add(new SettingProblem(
                        key,
                        "is no setting"
                                + Nearest.to(key, known)
                                        .map(near -> "; the nearest one is " + near)
                                        .orElse("")));
            }
        }
    }

    private List<String> warnings(Map<String, String> environment) {
        Set<String> known = declared.stream().map(Setting::variable).collect(Collectors.toSet());
        known.add(FILE_VARIABLE);
        return environment.keySet().stream()
                .filter(variable -> variable.startsWith(Setting.PREFIX) && !known.contains(variable))
                .sorted()
                .map(variable -> "the variable " + variable + " is no setting of this program"
                        + Nearest.to(variable, known)
                                .map(near -> "; the nearest one is " + near)
                                .orElse(""))
                .toList();
    }
}
