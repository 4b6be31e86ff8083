package io.headwater.loadtest.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The benches that there are. */
public final class Benches {
    /** All of them, in the order in which they run. */
    public static final List<Bench> ALL = List.of(
            new PropagationBench(),
            new WritesBench(),
            new SizeBench(),
            new ReadBench(),
            new StreamBench(),
            new StartBench());

    private Benches() {}

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Bench::name).toList();
    }

    /** What they measure, by name. */
    public static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        ALL.forEach(bench -> all.put(bench.name(), bench.about()));
        return all;
    }
}
