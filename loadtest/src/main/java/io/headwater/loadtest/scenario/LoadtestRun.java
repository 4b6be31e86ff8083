package io.headwater.loadtest.scenario;

import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.ServiceName;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs load tests one after another, against what was named or against a system of its own. */
public final class LoadtestRun {
    private static final String PROPERTY = "headwater.loadtest.";

    private final LoadtestArguments arguments;
    private final Path home;
    private final Progress progress = new Progress();
    private final AtomicReference<@Nullable BenchSystem> running = new AtomicReference<>();

    /** @param home the root of the project */
    public LoadtestRun(LoadtestArguments arguments, Path home) {
        this.arguments = arguments;
        this.home = home;
    }

    /** Runs them. @return whether all passed */
    public boolean run() throws Exception {
        // Ctrl-C: the system ends in order, and its directory goes.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeRunning, "loadtest-shutdown"));
        if (arguments.writer().isPresent()) {
            return run(arguments.writer().get(), arguments.readers());
        }
        try (BenchSystem system = BenchSystem.start(home, progress, running::set)) {
            return run(url(system, ServiceName.WRITER), List.of(url(system, ServiceName.READER)));
        }
    }

    private static URI url(BenchSystem system, ServiceName name) {
        return URI.create("http://127.0.0.1:" + system.service(name).port());
    }

    private boolean run(URI writer, List<URI> readers) throws Exception {
        GatlingProcess gatling = new GatlingProcess(home, home.resolve("loadtest/target/reports"));
        List<GatlingProcess.Result> results = new ArrayList<>();
        for (Scenario scenario : arguments.scenarios()) {
            progress.say(scenario.text() + ": " + scenario.about());
            results.add(gatling.run(scenario, properties(writer, readers)));
        }
        results.forEach(result -> System.out.println(line(result)));
        return results.stream().allMatch(GatlingProcess.Result::passed);
    }

    private Map<String, String> properties(URI writer, List<URI> readers) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PROPERTY + "writer", writer.toString());
        properties.put(PROPERTY + "readers", readers.stream().map(URI::toString).collect(Collectors.joining(",")));
        properties.put(PROPERTY + "quick", Boolean.toString(arguments.quick()));
        arguments.load().forEach((name, value) -> properties.put(PROPERTY + name, Integer.toString(value)));
        return properties;
    }

    private static String line(GatlingProcess.Result result) {
        return String.format(
                "%-14s %-7s %s",
                result.scenario().text(),
                result.passed() ? "passed" : "FAILED",
                result.report().map(Path::toString).orElse("no report: it did not run to its end"));
    }

    private void closeRunning() {
        BenchSystem system = running.get();
        if (system != null) {
            system.close();
        }
    }
}
