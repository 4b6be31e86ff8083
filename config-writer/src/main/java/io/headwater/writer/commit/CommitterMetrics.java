package io.headwater.writer.commit;

import com.codahale.metrics.Counter;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.metrics.SummedHistogram;
import io.headwater.runtime.metrics.SummedTimer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What the committer counts. */
public final class CommitterMetrics {
    private static final MetricFamily COMMITS =
            MetricFamily.of("headwater_writer_commits", "Commits that this replica made.");
    private static final MetricFamily GROUP =
            MetricFamily.of("headwater_writer_group_size", "Commits that went to the log together.");
    private static final MetricFamily INSERT = MetricFamily.of(
            "headwater_writer_insert_seconds", "From sending a group to the log to knowing that it is there.");
    private static final MetricFamily REFUSALS =
            MetricFamily.of("headwater_writer_refusals", "Requests to commit that were refused.", "code");

    private static final MetricFamily WAITING =
            MetricFamily.of("headwater_writer_waiting", "Requests that wait for the group before them to end.");

    private static final MetricFamily REVISION =
            MetricFamily.of("headwater_writer_revision", "The newest commit that this replica knows.");

    private final Metrics metrics;
    private final Counter commits;
    private final SummedHistogram group;
    private final SummedTimer insert;

    /** @param metrics where they are shown */
    public CommitterMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.commits = metrics.counter(COMMITS);
        this.group = metrics.histogram(GROUP);
        this.insert = metrics.timer(INSERT);
    }

    void show(IntSupplier waiting, LongSupplier revision) {
        metrics.gauge(WAITING, waiting::getAsInt);
        metrics.gauge(REVISION, revision::getAsLong);
    }

    void committed() {
        commits.inc();
    }

    void inserted(int size, long nanos) {
        group.update(size);
        insert.update(nanos, TimeUnit.NANOSECONDS);
    }

    void refused(RuntimeException refusal) {
        ErrorCode code = refusal instanceof HeadwaterException known ? known.code() : ErrorCode.INTERNAL;
        metrics.counter(REFUSALS, code.name()).inc();
    }
}
