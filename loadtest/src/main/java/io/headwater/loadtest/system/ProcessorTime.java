package io.headwater.loadtest.system;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Processor time that each part has used since it started.
 *
 * @param byPart by the name of the part
 */
public record ProcessorTime(Map<String, Duration> byPart) {

    /** As of now. */
    public static ProcessorTime of(BenchSystem system) {
        Map<String, Duration> all = new LinkedHashMap<>();
        for (ServiceName name : ServiceName.values()) {
            all.put(name.module(), of(system.service(name).pid()));
        }
        all.put(
                "three mongod",
                IntStream.range(0, system.mongo().size())
                        .mapToObj(node -> of(system.mongo().process(node).pid()))
                        .reduce(Duration.ZERO, Duration::plus));
        all.put("Kafka", of(system.kafka().process().pid()));
        all.put("Redis", of(system.redis().process().pid()));
        all.put("the generator", of(ProcessHandle.current().pid()));
        return new ProcessorTime(all);
    }

    private static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** What a part has used since an earlier look, in milliseconds. */
    public double millisSince(ProcessorTime earlier, String part) {
        Duration used =
                byPart.getOrDefault(part, Duration.ZERO).minus(earlier.byPart().getOrDefault(part, Duration.ZERO));
        return used.toNanos() / 1e6;
    }
}
