package io.headwater.loadtest.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One run of a simulation: a JVM with the class path of the module {@code scenarios}, and its report. */
final class GatlingProcess {
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // as Gatling's own launchers do
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private final Path jar;
    private final Path results;

    /**
     * @param home the root of the project
     * @param results a folder for the reports of all runs
     */
    GatlingProcess(Path home, Path results) {
        this.jar = home.resolve("loadtest/scenarios/target/scenarios.jar");
        this.results = results;
    }

    /**
     * Runs it to its end; what it says goes to standard error.
     *
     * @param properties for the simulation
     */
    Result run(Scenario scenario, Map<String, String> properties) throws IOException, InterruptedException {
        if (!Files.exists(jar)) {
            throw new IllegalStateException("there is no " + jar + "; ./headwater loadtest builds it");
        }
        Set<Path> before = folders();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--simulation",
                scenario.simulation(),
                "--results-folder",
                results.toString(),
                "--run-description",
                scenario.about()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-gatling"));
        long _ = process.getInputStream().transferTo(System.err);
        int code = process.waitFor();
        Set<Path> added = folders();
        added.removeAll(before);
        Optional<Path> report = added.stream()
                .map(each -> each.resolve("index.html"))
                .filter(Files::exists)
                .findFirst();
        return new Result(scenario, code == 0, report);
    }

    private Set<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Files.createDirectories(results))) {
            return new HashSet<>(all.toList());
        }
    }

    /**
     * How it went.
     *
     * @param passed whether it ran to its end and held all its assertions
     * @param report the page to look at
     */
    record Result(Scenario scenario, boolean passed, Optional<Path> report) {}
}
