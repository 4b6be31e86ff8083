package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.nginx.Nginx;
import io.headwater.loadtest.redis.RedisBenchmark;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.wrk.Wrk;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Lookups and snapshots a second beside nginx, a plain route of Javalin and Redis, each in its turn on the same
 * processors while all else rests; then what a Redis that dies, or hangs, does to lookups.
 */
final class ReadBench implements Bench {
    private static final int ROUNDS = 5;
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "read";
    }

    @Override
    public String about() {
        return "lookups and snapshots a second beside nginx, Javalin and Redis; lookups while Redis is gone or hangs";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        Optional<Wrk> wrk = Wrk.find();
        if (wrk.isEmpty()) {
            report.add(Row.unmeasured("lookups, snapshots, 304, lookups without Redis", Wrk.MISSING));
            return;
        }
        ReadTargets targets = ReadTargets.prepare(system);
        report.about(
                "load of read",
                "wrk, 1 thread, 64 connections, medians of " + ROUNDS
                        + " rounds in turn, all but Redis and the reader at rest; a value of 200 bytes");
        Medians found = new Medians();
        RedisOutage outage = new RedisOutage(system, wrk.get(), targets, effort, progress);
        outage.killed(report);
        // Last, as what has rested takes its time until it is itself again.
        system.rest();
        outage.slow(report);
        try (ReadRounds rounds = new ReadRounds(system, wrk.get(), targets)) {
            progress.say("warming up");
            rounds.warmUp(effort.of(WARM_UP));
            for (int round = 1; round <= ROUNDS; round++) {
                progress.say("round " + round + " of " + ROUNDS);
                rounds.round(effort.of(EACH), found);
            }
        }
        report(found, targets, report);
    }

    private static void report(Medians found, ReadTargets targets, Report report) {
        if (found.has(ReadRounds.NGINX)) {
            report.add(Row.atLeast(
                    "lookups a second (beside nginx, one worker, the same bytes)",
                    found.of(ReadRounds.LOOKUP),
                    found.of(ReadRounds.NGINX),
                    "/s",
                    0.9));
            report.add(Row.atMost(
                    "p99 of a lookup (beside nginx)",
                    found.of(ReadRounds.LOOKUP_P99),
                    found.of(ReadRounds.NGINX_P99),
                    "ms",
                    1.5));
        } else {
            report.add(Row.unmeasured("lookups a second and their p99 (beside nginx)", Nginx.MISSING));
        }
        report.add(Row.atLeast(
                "lookups a second (beside a plain route of Javalin)",
                found.of(ReadRounds.LOOKUP),
                found.of(ReadRounds.JAVALIN),
                "/s",
                2));
        if (found.has(ReadRounds.REDIS)) {
            report.add(Row.atLeast(
                    "lookups a second (beside Redis GET, redis-benchmark -c 64 -P 1)",
                    found.of(ReadRounds.LOOKUP),
                    found.of(ReadRounds.REDIS),
                    "/s",
                    1.2));
        } else {
            report.add(Row.unmeasured("lookups a second (beside Redis GET)", RedisBenchmark.MISSING));
        }
        report.add(Row.atLeast(
                "304 on a snapshot, a second (beside lookups)",
                found.of(ReadRounds.NOT_MODIFIED),
                found.of(ReadRounds.LOOKUP),
                "/s",
                1));
        String page = String.format(
                Locale.ROOT, "snapshots of %.0f kB a second", targets.page().length() / 1_000.0);
        if (found.has(ReadRounds.NGINX_FILE)) {
            report.add(Row.atLeast(
                    page + " (beside nginx, the same bytes as a file)",
                    found.of(ReadRounds.PAGE),
                    found.of(ReadRounds.NGINX_FILE),
                    "/s",
                    0.7));
        } else {
            report.add(Row.unmeasured(page + " (beside nginx)", Nginx.MISSING));
        }
    }
}
