package io.headwater.loadtest.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each round found under each name. For one thread. */
public final class Medians {
    private final Map<String, List<Double>> byName = new LinkedHashMap<>();

    /** Adds what one round found. */
    public void add(String name, double value) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /** Whether anything was found. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The median of the rounds. */
    public double of(String name) {
        List<Double> values = byName.get(name);
        if (values == null) {
            throw new IllegalStateException("no round has measured " + name);
        }
        return Median.of(values);
    }
}
