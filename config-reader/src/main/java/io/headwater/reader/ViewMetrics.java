package io.headwater.reader;

import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far each environment's view is, and how long commits take to get into it. */
final class ViewMetrics implements ViewListener {
    private static final MetricFamily REVISION =
            MetricFamily.of("headwater_reader_view_revision", "Everything up to this commit is served.", "environment");
    private static final MetricFamily STALE = MetricFamily.of(
            "headwater_reader_view_stale_seconds",
            "For how long what is served may be older than what was written; 0 while Redis is followed.",
            "environment");
    private static final MetricFamily RELOADS = MetricFamily.of(
            "headwater_reader_view_reloads",
            "How often all layers were loaded anew instead of a delta.",
            "environment");
    private static final MetricFamily PROPAGATION = MetricFamily.of(
            "headwater_reader_propagation", "From the commit of a revision to its view here.", "environment");
    private static final MetricFamily MALFORMED =
            MetricFamily.of("headwater_reader_malformed_entries", "Entries in Redis that could not be read.");

    private final Metrics metrics;
    private final InstantSource clock;
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private volatile @Nullable Environments environments;

    ViewMetrics(Metrics metrics, InstantSource clock, LongSupplier malformed) {
        this.metrics = metrics;
        this.clock = clock;
        metrics.counter(MALFORMED, malformed);
    }

    /** Whose staleness is shown. */
    void watch(Environments followed) {
        environments = followed;
    }

    @Override
    public void installed(View view, boolean reloaded) {
        String environment = view.environment();
        Long before = revisions.put(environment, view.position().revision());
        if (before == null) {
            metrics.gauge(REVISION, () -> revisions.getOrDefault(environment, 0L), environment);
            metrics.gauge(STALE, () -> staleSeconds(environment), environment);
        } else if (before < view.position().revision()) {
            Duration propagation = Duration.between(view.position().time(), clock.instant());
            metrics.timer(PROPAGATION, environment).update(Math.max(0, propagation.toNanos()), TimeUnit.NANOSECONDS);
        }
        if (reloaded) {
            metrics.counter(RELOADS, environment).inc();
        }
    }

    @Override
    public void ended(String environment) {
        revisions.remove(environment);
        metrics.remove(REVISION, environment);
        metrics.remove(STALE, environment);
    }

    private double staleSeconds(String environment) {
        Environments known = environments;
        EnvironmentViews views = known == null ? null : known.known().followed().get(environment);
        return views == null ? 0 : views.contact().staleFor(clock.instant()).toMillis() / 1_000.0;
    }
}
