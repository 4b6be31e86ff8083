package io.headwater.runtime.settings;

import java.util.List;
import java.util.stream.Collectors;

/** What was set cannot be used. Holds every problem that was found, not only the first. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<SettingProblem> problems;

    public SettingsException(List<SettingProblem> problems) {
        super(problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the settings. */
    public List<SettingProblem> problems() {
        return problems;
    }
}
