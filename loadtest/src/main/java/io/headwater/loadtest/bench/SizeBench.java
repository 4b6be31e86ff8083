package io.headwater.loadtest.bench;

import io.headwater.loadtest.kafka.TopicScan;
import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.measure.Latencies;
import io.headwater.loadtest.measure.Median;
import io.headwater.loadtest.measure.Traffic;
import io.headwater.loadtest.measure.Trip;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.RunningService;
import io.headwater.loadtest.system.ServiceMemory;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a large configuration costs: to import, to hold, to rebuild, to start with, and for each commit. */
final class SizeBench implements Bench {
    private static final int ROUNDS = 3;
    private static final double MOST_GROWTH = 1.5;
    private static final double LEAST_REBUILD = 0.4;
    private static final Duration MOST_START = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROBE = "checkout";

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String about() {
        return "1,000 services in 5 environments with 300,000 entries: import, memory, rebuild, start, cost of a commit";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        Estate estate = Estate.of(effort);
        List<String> environments = IntStream.range(0, estate.environments())
                .mapToObj(estate::environment)
                .toList();
        Commits small;
        Commits large;
        try (Writer writer = new Writer(system.service(ServiceName.WRITER).port());
                RedisState redis = new RedisState(system.redis().port())) {
            for (int i = 0; i < environments.size(); i++) {
                writer.environment(environments.get(i), i + 1);
            }
            try (Headwater probe = new Headwater(system, PROBE, environments.getFirst())) {
                progress.say("warming up");
                List<Trip> _ = Traffic.oneByOne(probe, effort.of(1_500));
                small = Commits.of(probe, effort.of(500));
                progress.say("importing " + estate.entries() + " entries");
                importAll(estate, environments, writer, redis, report);
                progress.say("reading every snapshot");
                Latencies reads = readAll(system, estate);
                report.add(Row.figure("first snapshot of a service, p50", Row.text(reads.p50(), "ms")));
                report.add(Row.figure("first snapshot of a service, p99", Row.text(reads.p99(), "ms")));
                // Only now does a commit meet a reader that holds all of it.
                progress.say("single commits");
                large = Commits.of(probe, effort.of(500));
            }
            progress.say("rebuilding Redis");
            rebuild(system, environments, redis, writer.put(PROBE, environments.getFirst(), "mark", 1), report);
        }
        memory(system, report);
        progress.say("starting the services again");
        restart(system, estate, report);
        String beside =
                " with " + String.format(Locale.ROOT, "%,d", estate.entries()) + " entries (beside an empty start)";
        report.add(Row.atMost(
                "write → event, p50," + beside,
                large.event().p50(),
                small.event().p50(),
                "ms",
                MOST_GROWTH));
        report.add(Row.beside(
                "write → event, p99," + beside,
                large.event().p99(),
                small.event().p99(),
                "ms"));
        report.add(Row.atMost(
                "write → answer, p50," + beside,
                large.answer().p50(),
                small.answer().p50(),
                "ms",
                MOST_GROWTH));
    }

    private static void importAll(
            Estate estate, List<String> environments, Writer writer, RedisState redis, Report report) throws Exception {
        long begun = System.nanoTime();
        Latencies commits = new Latencies();
        long revision = 0;
        for (int i = 0; i < estate.commits(); i++) {
            byte[] body = estate.commit(i);
            long sent = System.nanoTime();
            revision = writer.commit(body);
            commits.add(System.nanoTime() - sent);
        }
        double answered = (System.nanoTime() - begun) / 1e9;
        redis.awaitRevision(environments, revision, PATIENCE);
        double served = (System.nanoTime() - begun) / 1e9;
        String what =
                String.format(Locale.ROOT, "import of %,d entries by %,d commits", estate.entries(), estate.commits());
        report.add(Row.figure(what + ", until the last answer", Row.text(answered, "s")));
        report.add(Row.figure(what + ", until Redis has all of it", Row.text(served, "s")));
        report.add(Row.figure("entries a second", Row.text(estate.entries() / served, "/s")));
        report.add(Row.figure("a commit of 1,000 entries, p50", Row.text(commits.p50(), "ms")));
        report.add(Row.figure("a commit of 1,000 entries, p99", Row.text(commits.p99(), "ms")));
    }

    /** Afterwards the reader holds everything. */
    private static Latencies readAll(BenchSystem system, Estate estate) throws IOException {
        Latencies reads = new Latencies();
        try (SnapshotReader reader =
                new SnapshotReader(system.service(ServiceName.READER).port())) {
            for (int environment = 0; environment < estate.environments(); environment++) {
                for (int service = 0; service < estate.services(); service++) {
                    long begun = System.nanoTime();
                    reader.read(estate.service(service), estate.environment(environment));
                    reads.add(System.nanoTime() - begun);
                }
            }
        }
        return reads;
    }

    private static void rebuild(
            BenchSystem system, List<String> environments, RedisState redis, long revision, Report report)
            throws Exception {
        redis.awaitRevision(environments, revision, PATIENCE);
        List<Double> scans = new ArrayList<>();
        List<Double> rebuilds = new ArrayList<>();
        long records = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TopicScan scan = TopicScan.of(system.kafka().bootstrapServers(), Topics.ENTRIES, BenchSystem.PARTITIONS);
            records = scan.records();
            scans.add(scan.rate());
            long begun = System.nanoTime();
            system.redis().flush();
            redis.awaitRevision(environments, revision, PATIENCE);
            rebuilds.add(records * 1e9 / (System.nanoTime() - begun));
        }
        String what = String.format(Locale.ROOT, "Redis from empty to whole, %,d records", records);
        report.add(Row.figure(what, Row.text(records / Median.of(rebuilds), "s")));
        report.add(Row.atLeast(
                "records a second of that (beside a plain scan of the topic)",
                Median.of(rebuilds),
                Median.of(scans),
                "/s",
                LEAST_REBUILD));
    }

    private static void memory(BenchSystem system, Report report) throws IOException, InterruptedException {
        for (ServiceName name : ServiceName.values()) {
            RunningService service = system.service(name);
            ServiceMemory memory = ServiceMemory.of(service);
            String text =
                    String.format(Locale.ROOT, "%d / %d / %d MiB", memory.heap(), memory.resident(), memory.peak());
            report.add(Row.limited(
                    name.module() + ": live heap / memory of the process / most it ever had",
                    text,
                    "runs with " + service.jvmOptions(),
                    service.isAlive()));
        }
    }

    private static void restart(BenchSystem system, Estate estate, Report report) throws IOException {
        for (ServiceName name : ServiceName.values()) {
            Duration taken = system.service(name).restart();
            String measure = name.module() + ": from its start until ready";
            String text = Row.text(taken.toNanos() / 1e9, "s");
            report.add(
                    name == ServiceName.READER
                            ? Row.limited(measure, text, "≤ 10 s", taken.compareTo(MOST_START) <= 0)
                            : Row.figure(measure, text));
            if (name == ServiceName.READER) {
                // Ready is a reader before it has loaded anything that nobody has asked for.
                long begun = System.nanoTime();
                Latencies _ = readAll(system, estate);
                double served = (taken.toNanos() + System.nanoTime() - begun) / 1e9;
                report.add(Row.figure(
                        name.module() + ": from its start until every snapshot was served once",
                        Row.text(served, "s")));
            }
        }
    }

    /** What single commits took, until the answer and until the event. */
    private record Commits(Latencies answer, Latencies event) {
        static Commits of(Headwater probe, int count) throws Exception {
            List<Trip> trips = Traffic.oneByOne(probe, count);
            Commits commits = new Commits(new Latencies(), new Latencies());
            trips.forEach(trip -> commits.answer.add(trip.answered() - trip.intended()));
            Traffic.addLatencies(trips, probe.arrivals(), commits.event);
            return commits;
        }
    }
}
