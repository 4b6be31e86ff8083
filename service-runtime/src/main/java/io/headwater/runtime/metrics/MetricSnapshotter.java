package io.headwater.runtime.metrics;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a Dropwizard registry holds into Prometheus' model: one snapshot for each family. */
final class MetricSnapshotter {

    private static final Logger LOG = LoggerFactory.getLogger(MetricSnapshotter.class);
    private static final double NANOS = 1e-9;
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private final Metrics metrics;

    MetricSnapshotter(Metrics metrics) {
        this.metrics = metrics;
    }

    MetricSnapshots snapshots() {
        Map<String, Points> families = new TreeMap<>();
        metrics.registry().getMetrics().forEach((text, metric) -> {
            MetricName name = metrics.names().get(text);
            MetricFamily family = name == null ? foreign(text) : name.family();
            Labels labels = name == null ? Labels.EMPTY : name.asLabels();
            try {
                families.computeIfAbsent(shownName(family, metric), shown -> new Points(shown, family.help()))
                        .add(metric, labels);
            } catch (RuntimeException e) {
                // One metric that cannot be read must not take the others from the scraper.
                LOG.debug("the metric {} cannot be read", text, e);
            }
        });
        return new MetricSnapshots(families.values().stream()
                .flatMap(points -> points.snapshots().stream())
                .toList());
    }

    private static MetricFamily foreign(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$|_total$", "");
        return MetricFamily.of(name.startsWith("headwater_") ? name : "headwater_" + name, text);
    }

    private static String shownName(MetricFamily family, Metric metric) {
        boolean needsUnit = metric instanceof Timer && !family.name().endsWith("_seconds");
        return needsUnit ? family.name() + "_seconds" : family.name();
    }

    /** The points of one family; all of one kind, unless a library mixes them. */
    private static final class Points {

        private final MetricMetadata metadata;
        private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
        private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
        private final List<SummaryDataPointSnapshot> summaries = new ArrayList<>();

        Points(String name, String help) {
            this.metadata = new MetricMetadata(name, help);
        }

        void add(Metric metric, Labels labels) {
            switch (metric) {
                case Gauge<?> gauge -> {
                    Double value = number(gauge.getValue());
                    if (value != null) {
                        gauges.add(GaugeDataPointSnapshot.builder()
                                .labels(labels)
                                .value(value)
                                .build());
                    }
                }
                case Timer timer ->
                    summaries.add(summary(
                            timer.getSnapshot(),
                            timer.getCount(),
                            timer instanceof SummedTimer summed ? summed.sumNanos() * NANOS : Double.NaN,
                            NANOS,
                            labels));
                case Histogram histogram ->
                    summaries.add(summary(
                            histogram.getSnapshot(),
                            histogram.getCount(),
                            histogram instanceof SummedHistogram summed ? (double) summed.sum() : Double.NaN,
                            1,
                            labels));
                case Counting counter ->
                    counters.add(CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value((double) Math.max(0, counter.getCount()))
                            .build());
                default -> LOG.debug("a metric of {} is not shown", metric.getClass());
            }
        }

        List<MetricSnapshot> snapshots() {
            if (!summaries.isEmpty()) {
                return List.of(new SummarySnapshot(metadata, summaries));
            }
            if (!counters.isEmpty()) {
                return List.of(new CounterSnapshot(metadata, counters));
            }
            return gauges.isEmpty() ? List.of() : List.of(new GaugeSnapshot(metadata, gauges));
        }

        private static SummaryDataPointSnapshot summary(
                Snapshot snapshot, long count, double sum, double factor, Labels labels) {
            List<Quantile> quantiles = new ArrayList<>();
            for (double quantile : QUANTILES) {
                quantiles.add(new Quantile(quantile, snapshot.getValue(quantile) * factor));
            }
            return SummaryDataPointSnapshot.builder()
                    .labels(labels)
                    .count(count)
                    .sum(sum)
                    .quantiles(Quantiles.of(quantiles))
                    .build();
        }

        private static @Nullable Double number(@Nullable Object value) {
            return switch (value) {
                case Number number -> number.doubleValue();
                case Boolean flag -> flag ? 1.0 : 0.0;
                case null, default -> null;
            };
        }
    }
}
