package io.headwater.loadtest.system;

import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time that each part uses while something is measured, summed over several times. For one thread. */
public final class ProcessorUse {
    private final Map<String, Double> millis = new LinkedHashMap<>();
    private long commits;

    /** What is measured. */
    @FunctionalInterface
    public interface Measured {
        /** Does it. @return how many commits it made */
        long run() throws Exception;
    }

    /** Adds what is used while this runs. */
    public void during(BenchSystem system, Measured measured) throws Exception {
        ProcessorTime before = ProcessorTime.of(system);
        commits += measured.run();
        ProcessorTime after = ProcessorTime.of(system);
        after.byPart().keySet().forEach(part -> millis.merge(part, after.millisSince(before, part), Double::sum));
    }

    /** A row for each part: what a commit cost there. */
    public void report(String traffic, Report report) {
        millis.forEach((part, used) ->
                report.add(Row.figure(traffic + ": processor time a commit, " + part, Row.text(used / commits, "ms"))));
    }
}
