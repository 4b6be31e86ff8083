package io.headwater.loadtest.bench;

import io.headwater.loadtest.kafka.BareHop;
import io.headwater.loadtest.kafka.PassThrough;
import io.headwater.loadtest.kafka.TransactionHop;
import io.headwater.loadtest.kafka.YardstickTopics;
import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.measure.Traffic;
import io.headwater.loadtest.measure.Trip;
import io.headwater.loadtest.mongo.BareInserts;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a change takes from "request sent" to "event received", and to a consumer of its environment's topic. Rounds
 * of Headwater and of each yardstick take turns, so that a machine that gets slower gets slower for all.
 */
final class PropagationBench implements Bench {
    private static final int ROUNDS = 10;
    private static final int RATE = 100;
    /** After this the compilers of the services have little left to do. */
    private static final Duration WARM_UP = Duration.ofSeconds(90);

    private static final String SERVICE = "checkout";
    private static final String ENVIRONMENT = "dev";

    @Override
    public String name() {
        return "propagation";
    }

    @Override
    public String about() {
        return "from a write to the event of a subscriber, and to a consumer of the environment's topic";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        try (Writer writer = new Writer(system.service(ServiceName.WRITER).port())) {
            writer.environment(ENVIRONMENT, 1);
        }
        String kafka = system.kafka().bootstrapServers();
        for (String topic : List.of("yardstick.chain", "yardstick.hop", "yardstick.source", "yardstick.sink")) {
            YardstickTopics.create(kafka, topic, BenchSystem.PARTITIONS);
        }
        try (Headwater headwater = new Headwater(system, SERVICE, ENVIRONMENT);
                BareInserts inserts = new BareInserts(system.mongo().uri(), system.database());
                TransactionHop transactions = new TransactionHop(kafka, "yardstick.chain", BenchSystem.PARTITIONS);
                BareHop hop = new BareHop(kafka, "yardstick.hop", BenchSystem.PARTITIONS);
                PassThrough passThrough = new PassThrough(
                        kafka,
                        "yardstick.source",
                        "yardstick.sink",
                        BenchSystem.PARTITIONS,
                        system.folder("yardstick"))) {
            Ways ways = new Ways(system, headwater, new Chain(inserts, transactions), hop, passThrough);
            progress.say("warming up");
            ways.warmUp(effort);
            PropagationTimes single = new PropagationTimes();
            for (int round = 1; round <= ROUNDS; round++) {
                progress.say("one after another, round " + round + " of " + ROUNDS);
                ways.oneByOne(effort, single);
            }
            PropagationTimes steady = new PropagationTimes();
            int steadyRounds = effort.of(ROUNDS) / 2 + 1;
            Duration each = effort.of(Duration.ofSeconds(60)).dividedBy(steadyRounds);
            for (int round = 1; round <= steadyRounds; round++) {
                progress.say(RATE + " a second, round " + round + " of " + steadyRounds);
                ways.steady(each, steady);
            }
            single.report("one by one", report);
            steady.report(RATE + " a second", report);
            steady.reportProcessors(RATE + " a second", report);
        }
    }

    /** The ways that a change can take, and how each is measured once. */
    private record Ways(BenchSystem system, Headwater headwater, Chain chain, BareHop hop, PassThrough passThrough) {

        void warmUp(Effort effort) throws Exception {
            int count = effort.of(1_000);
            List<Trip> _ = Traffic.oneByOne(headwater, count);
            List<Trip> _ = Traffic.atRate(headwater, RATE * 2, effort.of(WARM_UP));
            List<Trip> _ = Traffic.oneByOne(chain, count);
            List<Trip> _ = Traffic.oneByOne(hop, count);
            List<Trip> _ = Traffic.atRate(passThrough, RATE * 2, effort.of(Duration.ofSeconds(5)));
        }

        void oneByOne(Effort effort, PropagationTimes times) throws Exception {
            int count = effort.of(100);
            times.headwater(Traffic.oneByOne(headwater, count), headwater);
            times.chain(Traffic.oneByOne(chain, count), chain);
            times.hop(Traffic.oneByOne(hop, count), hop);
            times.passThrough(Traffic.oneByOne(passThrough, count), passThrough);
            try (Watchers watchers = new Watchers(system, SERVICE, ENVIRONMENT)) {
                watchers.add(Traffic.oneByOne(headwater, count), headwater.arrivals(), times.hops());
            }
        }

        void steady(Duration length, PropagationTimes times) throws Exception {
            List<Trip> trips = new ArrayList<>();
            times.processors().during(system, () -> {
                trips.addAll(Traffic.atRate(headwater, RATE, length));
                return trips.size();
            });
            times.headwater(trips, headwater);
            times.chain(Traffic.atRate(chain, RATE, length), chain);
            times.hop(Traffic.atRate(hop, RATE, length), hop);
            times.passThrough(Traffic.atRate(passThrough, RATE, length), passThrough);
            try (Watchers watchers = new Watchers(system, SERVICE, ENVIRONMENT)) {
                watchers.add(Traffic.atRate(headwater, RATE, length), headwater.arrivals(), times.hops());
            }
        }
    }
}
