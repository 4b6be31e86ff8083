package io.headwater.loadtest.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files, and so connections, one process may have open. */
public final class FileLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    /** What a JVM and a bench have open besides subscribers. */
    private static final int OTHERS = 1_000;

    private FileLimit() {}

    /** The hard limit, which children inherit; a JVM raises itself to it. Very large where the system does not say it. */
    public static int hard() throws IOException {
        return Files.exists(LIMITS) ? hard(Files.readString(LIMITS)) : Integer.MAX_VALUE;
    }

    static int hard(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split("\\s+", -1)[1])
                .mapToInt(hard -> hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard))
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    /** As many connections as wanted, or as one process can have. */
    public static int connections(int wanted) throws IOException {
        return Math.min(wanted, hard() - OTHERS);
    }
}
