package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.RunningService;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.HttpConnection;
import io.headwater.loadtest.wrk.Load;
import io.headwater.loadtest.wrk.Wrk;
import io.headwater.testkit.faults.Direction;
import io.headwater.testkit.faults.TcpRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lookups of what a reader holds while its Redis is gone, and while it answers late. For one thread. */
final class RedisOutage {
    private static final int ROUNDS = 5;
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration GONE = Duration.ofSeconds(4);
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BenchSystem system;
    private final Wrk wrk;
    private final ReadTargets targets;
    private final Effort effort;
    private final Progress progress;

    RedisOutage(BenchSystem system, Wrk wrk, ReadTargets targets, Effort effort, Progress progress) {
        this.system = system;
        this.wrk = wrk;
        this.targets = targets;
        this.effort = effort;
        this.progress = progress;
    }

    /** Kills Redis under load and starts it again, empty. */
    void killed(Report report) throws Exception {
        progress.say("killing Redis under load");
        RunningService reader = system.service(ServiceName.READER);
        String url = "http://127.0.0.1:" + reader.port() + ReadTargets.LOOKUP;
        Duration length = effort == Effort.QUICK ? LOAD.dividedBy(2) : LOAD;
        double rebuilt;
        double converged;
        Load load;
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Writer writer = new Writer(system.service(ServiceName.WRITER).port())) {
            Future<Load> running = thread.submit(() -> wrk.run(url, length));
            Thread.sleep(BEFORE);
            system.redis().kill();
            Thread.sleep(GONE);
            system.redis().restart();
            long back = System.nanoTime();
            try (RedisState redis = new RedisState(system.redis().port())) {
                redis.awaitRevision(List.of(ReadTargets.ENVIRONMENT), targets.revision(), PATIENCE);
            }
            rebuilt = (System.nanoTime() - back) / 1e6;
            long revision = writer.put("checkout", ReadTargets.ENVIRONMENT, "written.afterwards", 1);
            try (HttpConnection http = new HttpConnection(reader.port())) {
                var _ = ReadTargets.served(http, ReadTargets.SMALL, revision);
            }
            converged = (System.nanoTime() - back) / 1e6;
            load = running.get();
        }
        report.add(Row.limited(
                "failed lookups of what is held, Redis killed under load and back " + GONE.toSeconds() + " s later",
                String.format(Locale.ROOT, "%,d of %,d", load.failures(), load.requests()),
                "none",
                load.failures() == 0));
        report.add(Row.figure("p99 of a lookup over all of that", Row.text(load.p99(), "ms")));
        report.add(Row.figure("from Redis being back until it is rebuilt", Row.text(rebuilt, "ms")));
        report.add(Row.figure("… until the reader serves a change made after that", Row.text(converged, "ms")));
    }

    /** Lets a reader's Redis answer after five seconds, in turns with one that answers at once. */
    void slow(Report report) throws Exception {
        Medians found = new Medians();
        long failures = 0;
        try (TcpRelay relay = TcpRelay.to(system.redis().port())) {
            RunningService reader = system.anotherReader(
                    "reader-with-slow-redis",
                    Map.of("HEADWATER_REDIS_ADDRESSES", "redis://" + relay.address()),
                    List.of());
            String url = "http://127.0.0.1:" + reader.port() + ReadTargets.LOOKUP;
            hold(reader);
            Load _ = wrk.run(url, effort.of(EACH.multipliedBy(2)));
            for (int round = 1; round <= ROUNDS; round++) {
                progress.say("Redis answers after " + LATE.toSeconds() + " s, round " + round + " of " + ROUNDS);
                relay.forward();
                Load normal = wrk.run(url, effort.of(EACH));
                relay.delay(LATE, Direction.TO_CLIENT);
                Load late = wrk.run(url, effort.of(EACH));
                found.add("normal", normal.p99());
                found.add("late", late.p99());
                failures += normal.failures() + late.failures();
            }
            reader.end();
        }
        report.add(Row.atMost(
                "p99 of a lookup of what is held while Redis answers after " + LATE.toSeconds() + " s (beside at once)",
                found.of("late"),
                found.of("normal"),
                "ms",
                1.2));
        report.add(Row.limited("failed lookups in that", Long.toString(failures), "none", failures == 0));
    }

    private void hold(RunningService reader) throws IOException {
        try (HttpConnection http = new HttpConnection(reader.port())) {
            var _ = ReadTargets.served(http, ReadTargets.LOOKUP, targets.revision());
        }
    }
}
