package io.headwater.loadtest.bench;

import io.headwater.loadtest.kafka.BareHop;
import io.headwater.loadtest.kafka.PassThrough;
import io.headwater.loadtest.measure.Latencies;
import io.headwater.loadtest.measure.Traffic;
import io.headwater.loadtest.measure.Trip;
import io.headwater.loadtest.report.Outcome;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.ProcessorUse;
import java.util.List;
import java.util.Locale;

/** What was measured of one kind of traffic, on every way. */
final class PropagationTimes {
    private static final String MS = "ms";
    private static final double MOST_P50 = 1.5;
    private static final double MOST_P99 = 2;
    private static final double MOST_DIRECT = 1.3;

    private final Latencies headwater = new Latencies();
    private final Latencies chain = new Latencies();
    private final Latencies inserts = new Latencies();
    private final Latencies hop = new Latencies();
    private final Latencies passThrough = new Latencies();
    private final Watchers.HopTimes hops = new Watchers.HopTimes();
    private final ProcessorUse processors = new ProcessorUse();

    void headwater(List<Trip> trips, Headwater way) throws Exception {
        Traffic.addLatencies(trips, way.arrivals(), headwater);
    }

    void chain(List<Trip> trips, Chain way) throws Exception {
        Traffic.addLatencies(trips, way.arrivals(), chain);
        Traffic.addLatencies(trips, way.inserted(), inserts);
    }

    void hop(List<Trip> trips, BareHop way) throws Exception {
        Traffic.addLatencies(trips, way.arrivals(), hop);
    }

    void passThrough(List<Trip> trips, PassThrough way) throws Exception {
        Traffic.addBetween(trips, way.sourceArrivals(), way.arrivals(), passThrough);
    }

    Watchers.HopTimes hops() {
        return hops;
    }

    ProcessorUse processors() {
        return processors;
    }

    void report(String traffic, Report report) {
        String event = traffic + ": write → event, ";
        report.add(Row.atMost(event + "p50 (beside the chain)", headwater.p50(), chain.p50(), MS, MOST_P50));
        report.add(Row.atMost(event + "p99 (beside the chain)", headwater.p99(), chain.p99(), MS, MOST_P99));
        report.add(Row.beside(event + "max (beside the chain)", headwater.max(), chain.max(), MS));
        report.add(Row.beside(event + "p50 (beside a bare Kafka hop)", headwater.p50(), hop.p50(), MS));
        Latencies direct = hops.environmentTopic();
        String consumer = traffic + ": write → environment's topic, ";
        report.add(Row.atMost(
                consumer + "p50 (beside chain + Streams pass-through)",
                direct.p50(),
                chain.p50() + passThrough.p50(),
                MS,
                MOST_DIRECT));
        report.add(Row.beside(
                consumer + "p99 (beside chain + Streams pass-through)",
                direct.p99(),
                chain.p99() + passThrough.p99(),
                MS));
        report.add(Row.beside(consumer + "p50 (beside a bare Kafka hop)", direct.p50(), hop.p50(), MS));
        String way = traffic + ", watched, p50 / p99 until ";
        report.add(hop(way + "answered (beside the insert)", hops.answered(), inserts));
        report.add(hop(way + "read from headwater.entries (beside the chain)", hops.entries(), chain));
        report.add(Row.figure(way + "the bell of Redis", both(hops.redis())));
        report.add(Row.figure(way + "the event", both(hops.event())));
        report.add(Row.figure(way + "read from the environment's topic", both(direct)));
        report.add(new Row(
                traffic + ": Streams pass-through alone, p50 / p99", "", both(passThrough), "", "", Outcome.NONE));
    }

    void reportProcessors(String traffic, Report report) {
        processors.report(traffic, report);
    }

    private static Row hop(String measure, Latencies headwater, Latencies yardstick) {
        return new Row(
                measure,
                both(headwater),
                both(yardstick),
                String.format(Locale.ROOT, "%.2f ×", headwater.p50() / yardstick.p50()),
                "",
                Outcome.NONE);
    }

    private static String both(Latencies latencies) {
        return String.format(Locale.ROOT, "%.2f / %.2f ms", latencies.p50(), latencies.p99());
    }
}
