package io.headwater.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

    private static final MetricFamily COMMITS =
            MetricFamily.of("headwater_writer_commits", "Commits accepted.", "environment");
    private static final MetricFamily INSERT = MetricFamily.of("headwater_writer_insert", "Inserts of commits.");
    private static final MetricFamily BATCH = MetricFamily.of("headwater_relay_batch_records", "Records in a batch.");
    private static final MetricFamily LAG = MetricFamily.of("headwater_lag_revisions", "Commits behind.", "part");
    private static final MetricFamily SEEN = MetricFamily.of("headwater_seen", "Records seen.");

    private final Metrics metrics = new Metrics();

    @Test
    void shouldShowCountersGaugesTimersAndHistograms() {
        AtomicLong seen = new AtomicLong(7);
        metrics.counter(COMMITS, "dev").inc(3);
        metrics.counter(COMMITS, "a \"b\"\\\n").inc();
        metrics.timer(INSERT).update(Duration.ofMillis(1_500));
        metrics.histogram(BATCH).update(10);
        metrics.gauge(LAG, () -> 4, "redis");
        metrics.counter(SEEN, seen::get);

        assertThat(lines(""))
                .contains(
                        "# HELP headwater_writer_commits_total Commits accepted.",
                        "# TYPE headwater_writer_commits_total counter",
                        "headwater_writer_commits_total{environment=\"dev\"} 3.0",
                        "headwater_writer_commits_total{environment=\"a \\\"b\\\"\\\\\\n\"} 1.0",
                        "# TYPE headwater_writer_insert_seconds summary",
                        "headwater_writer_insert_seconds{quantile=\"0.99\"} 1.5",
                        "headwater_writer_insert_seconds_count 1",
                        "headwater_writer_insert_seconds_sum 1.5",
                        "headwater_relay_batch_records{quantile=\"0.5\"} 10.0",
                        "headwater_relay_batch_records_sum 10.0",
                        "# TYPE headwater_lag_revisions gauge",
                        "headwater_lag_revisions{part=\"redis\"} 4.0",
                        "headwater_seen_total 7.0");
        assertThat(lines("application/openmetrics-text"))
                .contains(
                        "# TYPE headwater_writer_commits counter",
                        "headwater_writer_commits_total{environment=\"dev\"} 3.0")
                .endsWith("# EOF");
    }

    @Test
    void shouldGiveTheSameMetricForTheSameLabels() {
        assertThat(metrics.counter(COMMITS, "dev")).isSameAs(metrics.counter(COMMITS, "dev"));
        assertThat(metrics.timer(INSERT)).isSameAs(metrics.timer(INSERT));
    }

    @Test
    void shouldReplaceGaugesAndRemoveMetrics() {
        metrics.gauge(LAG, () -> 1, "redis");
        metrics.gauge(LAG, () -> 2, "redis");
        assertThat(lines("")).contains("headwater_lag_revisions{part=\"redis\"} 2.0");

        metrics.remove(LAG, "redis");
        assertThat(lines("")).noneMatch(line -> line.contains("headwater_lag"));
    }

    @Test
    void shouldShowTheOthersWhenOneCannotBeRead() {
        metrics.gauge(
                LAG,
                () -> {
                    throw new IllegalStateException("no");
                },
                "redis");
        metrics.counter(COMMITS, "dev").inc();

        assertThat(lines("")).contains("headwater_writer_commits_total{environment=\"dev\"} 1.0");
    }

    @Test
    void shouldMakeNamesOfLibrariesFit() {
        metrics.registry().counter("org.redisson.Pool-1.active").inc();

        assertThat(lines("")).contains("headwater_org_redisson_pool_1_active_total 1.0");
    }

    @Test
    void shouldShowOnlyNamesOfHeadwater() {
        JvmMetrics.addTo(metrics);

        assertThat(lines("")).isNotEmpty().allMatch(line -> line.startsWith("headwater_") || line.startsWith("# "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commits", "headwater_Commits", "headwater_commits_total", "headwater_", "headwater__x"})
    void shouldRefuseNamesThatDoNotFit(String name) {
        assertThatThrownBy(() -> MetricFamily.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseTheWrongNumberOfLabels() {
        assertThatThrownBy(() -> metrics.counter(COMMITS)).isInstanceOf(IllegalArgumentException.class);
    }

    private java.util.List<String> lines(String accept) {
        return Arrays.asList(new Exposition(metrics).page(accept).body().split("\n"));
    }
}
