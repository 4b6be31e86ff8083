package io.headwater.embedded.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs on this machine. */
public final class Programs {

    private Programs() {}

    /** The first executable of this name on the {@code PATH}. */
    public static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * The program that an environment variable names.
     *
     * @throws IllegalStateException when the variable is set to something that cannot be executed: silently taking
     *     another program would surprise whoever set it
     */
    public static Optional<Path> named(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        Path program = Path.of(value);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(variable + "=" + value + " is not an executable file");
        }
        return Optional.of(program);
    }
}
