package io.headwater.embedded.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name unique among the children of one directory; names the log and the pid file, so it must be a file name
 * @param arguments the program and its arguments
 * @param environment variables added to those of this process
 * @param directory the working directory; must exist
 */
public record ChildCommand(String name, List<String> arguments, Map<String, String> environment, Path directory) {

    /** Copies what it is given. */
    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("Nothing to start for the child process " + name);
        }
    }

    /** A command that adds nothing to the environment. */
    public ChildCommand(String name, List<String> arguments, Path directory) {
        this(name, arguments, Map.of(), directory);
    }
}
