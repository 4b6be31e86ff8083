package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;

/** One measurement, beside its yardsticks in the same run. */
public interface Bench {
    /** What {@code --only} calls it. */
    String name();

    /** What it measures, in a line. */
    String about();

    /** Measures a fresh system, which is its own, and adds rows to the report. */
    void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception;
}
