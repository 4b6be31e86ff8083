package io.headwater.loadtest;

import io.headwater.loadtest.bench.Bench;
import io.headwater.loadtest.bench.Benches;
import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.report.JsonReport;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.TextTable;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.Topology;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs benches one after another, each on a system of its own, and prints what they found. */
final class BenchRun {
    private final BenchArguments arguments;
    private final Progress progress = new Progress();
    private final Report report = new Report();
    private final AtomicReference<@Nullable BenchSystem> running = new AtomicReference<>();

    BenchRun(BenchArguments arguments) {
        this.arguments = arguments;
    }

    void run() throws Exception {
        // Ctrl-C: the system ends in order, and its directory goes.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeRunning, "bench-shutdown"));
        Path home = Path.of(System.getProperty("headwater.home", ".")).toAbsolutePath();
        Effort effort = arguments.quick() ? Effort.QUICK : Effort.FULL;
        try {
            for (Bench bench : Benches.ALL) {
                if (arguments.only().contains(bench.name())) {
                    run(bench, home, effort);
                }
            }
        } finally {
            // What was found before a failure is still worth seeing.
            System.out.print(TextTable.of(report));
            System.out.flush();
        }
        if (arguments.json().isPresent()) {
            JsonReport.write(report, arguments.json().get());
        }
    }

    private void run(Bench bench, Path home, Effort effort) throws Exception {
        progress.say(bench.name() + ": " + bench.about());
        report.section(bench.name());
        try (BenchSystem system = BenchSystem.start(home, progress, running::set)) {
            Topology.describe(system, report);
            if (effort == Effort.QUICK) {
                report.about("effort", "quick: a fifth of the work");
            }
            bench.run(system, report, effort, progress);
        } finally {
            progress.say(bench.name() + ": ended");
        }
    }

    private void closeRunning() {
        BenchSystem system = running.get();
        if (system != null) {
            system.close();
        }
    }
}
