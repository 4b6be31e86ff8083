package io.headwater.reader;

import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import io.headwater.runtime.health.LagClock;
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
    private static final MetricFamily LAG_REVISIONS = MetricFamily.of(
            "headwater_reader_view_lag_revisions",
            "Commits that Redis has and that are not served yet.",
            "environment");
    private static final MetricFamily LAG_MILLIS = MetricFamily.of(
            "headwater_reader_view_lag_milliseconds",
            "For how long Redis has had commits that are not served yet, or could not be asked; 0 where there are none.",
            "environment");
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
    private final Map<String, Served> served = new ConcurrentHashMap<>();
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
        Position now = view.position();
        Served before = served.get(environment);
        if (before == null) {
            show(environment, new Served(new LagClock(clock), now));
        } else if (before.goOn(now)) {
            Duration propagation = Duration.between(now.time(), clock.instant());
            metrics.timer(PROPAGATION, environment).update(Math.max(0, propagation.toNanos()), TimeUnit.NANOSECONDS);
        }
        if (reloaded) {
            metrics.counter(RELOADS, environment).inc();
        }
    }

    private void show(String environment, Served first) {
        served.put(environment, first);
        metrics.gauge(REVISION, () -> first.position.revision(), environment);
        metrics.gauge(LAG_REVISIONS, () -> missing(first), environment);
        metrics.gauge(LAG_MILLIS, () -> lagMillis(first, environment), environment);
        metrics.gauge(STALE, () -> staleFor(environment).toMillis() / 1_000.0, environment);
    }

    @Override
    public void ended(String environment) {
        served.remove(environment);
        metrics.remove(REVISION, environment);
        metrics.remove(LAG_REVISIONS, environment);
        metrics.remove(LAG_MILLIS, environment);
        metrics.remove(STALE, environment);
    }

    private long missing(Served of) {
        Catalog catalog = catalog();
        return catalog == null ? 0 : Math.max(0, catalog.revision() - of.reached(catalog));
    }

    private long lagMillis(Served of, String environment) {
        Catalog catalog = catalog();
        Duration lag = catalog == null
                ? Duration.ZERO
                : of.lag.lag(catalog.revision(), catalog.time(), of.reached(catalog), of.position.time());
        return Math.max(lag.toMillis(), staleFor(environment).toMillis());
    }

    private @Nullable Catalog catalog() {
        Environments known = environments;
        return known == null ? null : known.known().catalog();
    }

    private Duration staleFor(String environment) {
        Environments known = environments;
        EnvironmentViews views = known == null ? null : known.known().followed().get(environment);
        return views == null ? Duration.ZERO : views.contact().staleFor(clock.instant());
    }

    /** What is served of one environment. */
    private static final class Served {
        private final LagClock lag;
        private volatile Position position;

        Served(LagClock lag, Position position) {
            this.lag = lag;
            this.position = position;
        }

        /** Whether it is of a later commit than before. */
        boolean goOn(Position now) {
            boolean newer = position.revision() < now.revision();
            position = now;
            return newer;
        }

        /** Revisions of two epochs cannot be compared. */
        long reached(Catalog catalog) {
            return position.epoch() == catalog.epoch() ? position.revision() : 0;
        }
    }
}
