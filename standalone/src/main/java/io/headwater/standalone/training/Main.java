package io.headwater.standalone.training;

import io.headwater.embedded.process.DataDirectory;
import java.nio.file.Path;
import java.util.List;

/** Makes caches for {@code ./headwater}, which says for which JVM. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** @param arguments the folder that holds the modules; {@code services} or {@code dev}; the options of the JVM */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        String what = arguments.size() < 2 ? "nothing" : arguments.get(1);
        if (!what.equals("services") && !what.equals("dev")) {
            System.err.println("training: " + what + " cannot be trained; allowed: FOLDER services|dev OPTION…");
            return WRONG_USAGE;
        }
        Path modules = Path.of(arguments.getFirst()).toAbsolutePath();
        Path scratch = modules.resolve("standalone").resolve("target").resolve("training");
        try (DataDirectory directory = DataDirectory.open(scratch)) {
            Training training = new Training(modules, directory, arguments.subList(2, arguments.size()));
            try {
                if (what.equals("dev")) {
                    training.dev();
                } else {
                    training.services();
                }
            } finally {
                // After a failure there is nothing to end in order.
                directory.children().kill();
            }
        } catch (Exception e) {
            // The logs stay, for whoever wants to know more.
            System.err.println("training: " + e.getMessage());
            return FAILED;
        }
        DataDirectory.deleteTree(scratch);
        return 0;
    }
}
