package io.headwater.runtime.metrics;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The declaration of metrics that differ only by their labels: a constant of the class that counts. Names are without
 * unit and kind suffix where the kind brings one: {@code _total} of counters, {@code _seconds} of timers.
 *
 * @param name in lower case with underscores, starting with {@code headwater_}
 * @param help one sentence for people
 * @param labels names of the labels. How many values they get is the caller's care: services and environments are
 *     bounded, keys and clients are not
 */
public record MetricFamily(String name, String help, List<String> labels) {

    private static final Pattern NAME = Pattern.compile("headwater_[a-z0-9]+(_[a-z0-9]+)*");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");

    public MetricFamily {
        labels = List.copyOf(labels);
        if (!NAME.matcher(name).matches() || name.endsWith("_total") || name.endsWith("_seconds_seconds")) {
            throw new IllegalArgumentException("not a name for a metric: " + name);
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("not a name for a label: " + label);
            }
        }
    }

    public static MetricFamily of(String name, String help, String... labels) {
        return new MetricFamily(name, help, List.of(labels));
    }

    /** One metric of this family. */
    MetricName with(String... values) {
        return new MetricName(this, List.of(values));
    }
}
