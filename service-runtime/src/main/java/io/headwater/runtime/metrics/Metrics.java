package io.headwater.runtime.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one process (or of one service in it), kept in a Dropwizard registry under names with labels. Asking
 * twice for the same metric gives the same object. Safe for use by several threads.
 */
public final class Metrics {

    private final MetricRegistry registry = new MetricRegistry();
    private final Map<String, MetricName> names = new ConcurrentHashMap<>();

    /** Counts what happens; never decrement it. Shown with {@code _total}. */
    public Counter counter(MetricFamily family, String... labels) {
        return registry.counter(register(family.with(labels)));
    }

    /** Shows a count that somebody else keeps and that never goes down. Replaces an earlier one of the same name. */
    public void counter(MetricFamily family, LongSupplier count, String... labels) {
        replace(family.with(labels), new WatchedCount(count));
    }

    /** Measures how long something takes. Shown in seconds, with quantiles. */
    public SummedTimer timer(MetricFamily family, String... labels) {
        return (SummedTimer) registry.timer(register(family.with(labels)), SummedTimer::new);
    }

    /** Measures how large something is. Shown with quantiles. */
    public SummedHistogram histogram(MetricFamily family, String... labels) {
        return (SummedHistogram) registry.histogram(register(family.with(labels)), SummedHistogram::new);
    }

    /**
     * Shows a value that goes up and down. Replaces an earlier one of the same name.
     *
     * @param value asked at every scrape; must not block
     */
    public void gauge(MetricFamily family, Supplier<? extends Number> value, String... labels) {
        replace(family.with(labels), (Gauge<Number>) value::get);
    }

    /** Takes a metric out, as when the environment that it was about is gone. */
    public void remove(MetricFamily family, String... labels) {
        String text = family.with(labels).toString();
        registry.remove(text);
        names.remove(text);
    }

    /** What is below, for libraries that bring metrics of their own; their names are made to fit when shown. */
    public MetricRegistry registry() {
        return registry;
    }

    Map<String, MetricName> names() {
        return names;
    }

    private String register(MetricName name) {
        String text = name.toString();
        names.putIfAbsent(text, name);
        return text;
    }

    private void replace(MetricName name, Metric metric) {
        String text = register(name);
        synchronized (registry) {
            registry.remove(text);
            registry.register(text, metric);
        }
    }
}
