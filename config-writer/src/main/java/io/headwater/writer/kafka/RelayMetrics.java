package io.headwater.writer.kafka;

import com.codahale.metrics.Counter;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.metrics.SummedHistogram;
import io.headwater.runtime.metrics.SummedTimer;
import io.headwater.writer.log.LoggedCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the relay counts. */
public final class RelayMetrics {
    private static final MetricFamily COMMITS =
            MetricFamily.of("headwater_writer_relayed_commits", "Commits that this replica relayed.");
    private static final MetricFamily BATCH =
            MetricFamily.of("headwater_writer_relay_batch_size", "Commits in one transaction.");
    private static final MetricFamily TRANSACTION = MetricFamily.of(
            "headwater_writer_relay_transaction_seconds",
            "From the first record of a batch to the end of its transaction.");
    private static final MetricFamily LAG = MetricFamily.of(
            "headwater_writer_relay_lag_seconds",
            "From the time of a commit to the end of the transaction that relayed it.");

    private static final MetricFamily BEHIND = MetricFamily.of(
            "headwater_writer_relay_behind_commits",
            "Commits that are not relayed yet; 0 where another replica relays.");
    private static final MetricFamily BEHIND_MILLIS = MetricFamily.of(
            "headwater_writer_relay_behind_milliseconds",
            "Age of the oldest commit that is not relayed yet; 0 where there is none, or another replica relays.");

    private final Metrics metrics;
    private final InstantSource clock;
    private final Counter commits;
    private final SummedHistogram batch;
    private final SummedTimer transaction;
    private final SummedTimer lag;

    /** @param metrics where they are shown */
    public RelayMetrics(Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.commits = metrics.counter(COMMITS);
        this.batch = metrics.histogram(BATCH);
        this.transaction = metrics.timer(TRANSACTION);
        this.lag = metrics.timer(LAG);
    }

    /** @param oldest when the oldest commit was made that is not relayed yet */
    void showBehind(LongSupplier behind, Supplier<Optional<Instant>> oldest) {
        metrics.gauge(BEHIND, behind::getAsLong);
        metrics.gauge(
                BEHIND_MILLIS,
                () -> oldest.get()
                        .map(made -> Math.max(
                                0, Duration.between(made, clock.instant()).toMillis()))
                        .orElse(0L));
    }

    void relayed(List<LoggedCommit> commitsOfBatch, long nanos) {
        commits.inc(commitsOfBatch.size());
        batch.update(commitsOfBatch.size());
        transaction.update(nanos, TimeUnit.NANOSECONDS);
        Duration oldest = Duration.between(commitsOfBatch.getFirst().commit().time(), clock.instant());
        lag.update(Math.max(0, oldest.toMillis()), TimeUnit.MILLISECONDS);
    }
}
