package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.ClosedLoop;
import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.mongo.BareInserts;
import io.headwater.loadtest.report.Outcome;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Calm;
import io.headwater.loadtest.system.ProcessorUse;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.ServiceName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Commits a second, of one value each, over HTTP, while everything behind the writer runs as well. Beside it threads
 * that insert the same documents one by one into the same replica set, in turns.
 */
final class WritesBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int WRITERS = 64;
    private static final double LEAST = 1.5;
    private static final Duration EACH = Duration.ofSeconds(3);
    /** After this the compilers of the services have little left to do. */
    private static final Duration WARM_UP = Duration.ofSeconds(100);

    private static final Duration BARE_WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "writes";
    }

    @Override
    public String about() {
        return "commits a second with 1 and " + WRITERS + " concurrent writers";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        int port = system.service(ServiceName.WRITER).port();
        try (Writer writer = new Writer(port)) {
            writer.environment("dev", 1);
            long _ = writer.put("service-0", "dev", "key-0", 0);
        }
        List<Putter> putters = new ArrayList<>();
        try (BareInserts inserts = new BareInserts(system.mongo().uri(), system.database())) {
            for (int i = 0; i < WRITERS; i++) {
                putters.add(new Putter(port, i));
            }
            List<ClosedLoop.Action> inserters = Collections.nCopies(WRITERS, inserts::insert);
            progress.say("warming up");
            long _ = new ClosedLoop().run(putters, effort.of(WARM_UP));
            long _ = new ClosedLoop().run(inserters, effort.of(BARE_WARM_UP));
            ClosedLoop one = new ClosedLoop();
            ClosedLoop many = new ClosedLoop();
            ClosedLoop bareOne = new ClosedLoop();
            ClosedLoop bareMany = new ClosedLoop();
            ProcessorUse processors = new ProcessorUse();
            for (int round = 1; round <= ROUNDS; round++) {
                progress.say("round " + round + " of " + ROUNDS);
                Calm.await(system);
                long _ = one.run(putters.subList(0, 1), effort.of(EACH));
                Calm.await(system);
                long _ = bareOne.run(inserters.subList(0, 1), effort.of(EACH));
                Calm.await(system);
                processors.during(system, () -> many.run(putters, effort.of(EACH)));
                Calm.await(system);
                long _ = bareMany.run(inserters, effort.of(EACH));
            }
            report.add(Row.beside(
                    "commits a second, 1 writer (beside 1 inserting thread)", one.rate(), bareOne.rate(), "/s"));
            report.add(latencies("p50 / p99 of a commit, 1 writer", one, bareOne));
            report.add(Row.atLeast(
                    "commits a second, " + WRITERS + " writers (beside " + WRITERS + " inserting threads)",
                    many.rate(),
                    bareMany.rate(),
                    "/s",
                    LEAST));
            report.add(latencies("p50 / p99 of a commit, " + WRITERS + " writers", many, bareMany));
            processors.report(WRITERS + " writers", report);
        } finally {
            for (Putter putter : putters) {
                putter.close();
            }
        }
    }

    private static Row latencies(String measure, ClosedLoop headwater, ClosedLoop bare) {
        double ratio = headwater.latencies().p50() / bare.latencies().p50();
        return new Row(
                measure, both(headwater), both(bare), String.format(Locale.ROOT, "%.2f ×", ratio), "", Outcome.NONE);
    }

    private static String both(ClosedLoop loop) {
        return String.format(
                Locale.ROOT,
                "%.2f / %.2f ms",
                loop.latencies().p50(),
                loop.latencies().p99());
    }

    /** One writer, with a connection and a key of its own. */
    private static final class Putter implements ClosedLoop.Action, AutoCloseable {
        private static final int SERVICES = 8;

        private final Writer writer;
        private final String service;
        private final String key;
        private long number;

        Putter(int port, int index) throws IOException {
            writer = new Writer(port);
            service = "service-" + index % SERVICES;
            key = "key-" + index;
        }

        @Override
        public void run() throws IOException {
            long _ = writer.put(service, "dev", key, ++number);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
