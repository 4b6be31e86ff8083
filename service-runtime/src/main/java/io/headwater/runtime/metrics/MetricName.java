package io.headwater.runtime.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.StringJoiner;

/** One metric of a family: its name in the registry is the one that Prometheus shows, {@code name{label="value"}}. */
record MetricName(MetricFamily family, List<String> values) {

    MetricName {
        if (values.size() != family.labels().size()) {
            throw new IllegalArgumentException(
                    family.name() + " has the labels " + family.labels() + ", not " + values.size() + " values");
        }
    }

    Labels asLabels() {
        return Labels.of(family.labels(), values);
    }

    @Override
    public String toString() {
        if (values.isEmpty()) {
            return family.name();
        }
        StringJoiner text = new StringJoiner(",", family.name() + "{", "}");
        for (int i = 0; i < values.size(); i++) {
            text.add(family.labels().get(i) + "=\"" + values.get(i) + "\"");
        }
        return text.toString();
    }
}
