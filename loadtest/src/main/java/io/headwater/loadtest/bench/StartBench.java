package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;

/** How soon a reader that was started gives its first answer, and how little memory a large configuration takes. */
final class StartBench implements Bench {
    private static final int ROUNDS = 5;
    private static final double MOST = 0.55;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from a reader's start to its first answer, with and without AOT cache; 300,000 entries in 384 MiB";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        var _ = ReadTargets.prepare(system);
        SmallReader small = new SmallReader(system, Estate.of(effort), progress);
        small.fill();
        system.rest();
        starts(system, report, progress);
        small.run(report);
    }

    private static void starts(BenchSystem system, Report report, Progress progress) throws Exception {
        ColdStarts starts = new ColdStarts(system);
        Medians found = new Medians();
        progress.say("starting readers, not counted");
        boolean cached = starts.asBuilt(ReadTargets.SMALL).cached();
        ColdStarts.Start _ = starts.withoutCache(ReadTargets.SMALL);
        for (int round = 1; round <= ROUNDS; round++) {
            progress.say("starting readers, round " + round + " of " + ROUNDS);
            found.add("as built", starts.asBuilt(ReadTargets.SMALL).millis());
            found.add("without", starts.withoutCache(ReadTargets.SMALL).millis());
        }
        String measure = "reader: from its start to its first snapshot, with the AOT cache (beside without)";
        if (cached) {
            report.add(Row.atMost(measure, found.of("as built"), found.of("without"), "ms", MOST));
        } else {
            report.add(Row.figure(
                    "reader: from its start to its first snapshot, without an AOT cache",
                    Row.text(found.of("without"), "ms")));
            report.add(Row.unmeasured(measure, "./headwater reader used no AOT cache: the build has made none"));
        }
    }
}
