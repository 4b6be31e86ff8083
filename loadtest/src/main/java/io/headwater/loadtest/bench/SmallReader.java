package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Latencies;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.RunningService;
import io.headwater.loadtest.system.ServiceMemory;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.HttpConnection;
import io.headwater.loadtest.wire.RedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A reader with a small heap that serves a large configuration: every snapshot twice. How often Redis was asked the second
 * time tells how much of it the reader holds.
 */
final class SmallReader {
    private static final String HEAP = "-Xmx384m";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final BenchSystem system;
    private final Estate estate;
    private final Progress progress;

    SmallReader(BenchSystem system, Estate estate, Progress progress) {
        this.system = system;
        this.estate = estate;
        this.progress = progress;
    }

    /** Starts a small reader in place of the usual one, and asks it for everything twice. */
    void run(Report report) throws Exception {
        system.service(ServiceName.READER).end();
        RunningService reader =
                system.anotherReader("small-reader", Map.of(), List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"));
        String entries = String.format(Locale.ROOT, "%,d entries", estate.entries());
        long asked = redisCalls();
        progress.say("reading every snapshot, the first time");
        Latencies first = readAll(reader);
        long inBetween = redisCalls();
        progress.say("reading every snapshot, the second time");
        Latencies second = readAll(reader);
        long afterwards = redisCalls();
        report.add(Row.limited(
                "reader with " + HEAP + ": snapshots of " + entries + " served, twice",
                String.format(Locale.ROOT, "%,d", first.count() + second.count()),
                "all, and it runs",
                reader.isAlive()));
        ServiceMemory memory = ServiceMemory.of(reader);
        report.add(Row.figure(
                "… its live heap / memory of the process / most it ever had",
                String.format(Locale.ROOT, "%d / %d / %d MiB", memory.heap(), memory.resident(), memory.peak())));
        report.add(Row.figure("… a snapshot the first time, p50 / p99", both(first)));
        report.add(Row.figure("… a snapshot the second time, p50 / p99", both(second)));
        report.add(Row.figure(
                "… calls to Redis the first time / the second time",
                String.format(Locale.ROOT, "%,d / %,d", inBetween - asked, afterwards - inBetween)));
        report.add(Row.figure("… hits and misses that it counted", counted(reader)));
    }

    /** Imports. Returns when Redis has all of it. */
    void fill() throws Exception {
        progress.say("importing " + estate.entries() + " entries");
        List<String> environments = IntStream.range(0, estate.environments())
                .mapToObj(estate::environment)
                .toList();
        try (Writer writer = new Writer(system.service(ServiceName.WRITER).port());
                RedisState redis = new RedisState(system.redis().port())) {
            for (int i = 0; i < environments.size(); i++) {
                writer.environment(environments.get(i), i + 2);
            }
            long revision = 0;
            for (int i = 0; i < estate.commits(); i++) {
                revision = writer.commit(estate.commit(i));
            }
            redis.awaitRevision(environments, revision, PATIENCE);
        }
    }

    private Latencies readAll(RunningService service) throws IOException {
        Latencies reads = new Latencies();
        try (SnapshotReader reader = new SnapshotReader(service.port())) {
            for (int environment = 0; environment < estate.environments(); environment++) {
                for (int each = 0; each < estate.services(); each++) {
                    long begun = System.nanoTime();
                    reader.read(estate.service(each), estate.environment(environment));
                    reads.add(System.nanoTime() - begun);
                }
            }
        }
        return reads;
    }

    private long redisCalls() throws IOException {
        try (RedisConnection redis = new RedisConnection(system.redis().port())) {
            String statistics = String.valueOf(redis.text("INFO", "stats"));
            return statistics
                    .lines()
                    .filter(line -> line.startsWith("total_commands_processed:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String counted(RunningService reader) throws IOException {
        try (HttpConnection http = new HttpConnection(reader.managementPort())) {
            String lines = http.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.matches("headwater_reader\\w*(hit|miss)\\w*(\\{.*})? .*"))
                    .collect(Collectors.joining("; "));
            return lines.isEmpty() ? "none: this reader does not count them" : lines;
        }
    }

    private static String both(Latencies latencies) {
        return String.format(Locale.ROOT, "%.2f / %.2f ms", latencies.p50(), latencies.p99());
    }
}
