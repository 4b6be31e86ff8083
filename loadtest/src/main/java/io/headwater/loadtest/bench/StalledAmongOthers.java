package io.headwater.loadtest.bench;

import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.fleet.StalledSubscribers;
import io.headwater.loadtest.measure.Latencies;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.ServiceMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * What a hundred subscribers that never read do to five thousand that do. Those that stall ask for a snapshot that is larger
 * than what the system buffers for a connection, so the reader is stuck with them from the first event on. All changes
 * concern every service, so each of them is one more for those that stall.
 */
final class StalledAmongOthers {
    private static final String CROWD = "among";
    private static final String LARGE = "large";
    private static final int STALLED = 100;
    private static final int MEGABYTES = 8;
    private static final int ROUNDS = 5;
    private static final int WAVES = 20;
    private static final double MOST = 1.2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The reader gives up on who takes nothing for 10 s, and looks every quarter of that. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(15);

    private final Streams streams;
    private long number;

    StalledAmongOthers(Streams streams) {
        this.streams = streams;
    }

    void run(int subscribers) throws Exception {
        long bytes = streams.putLarge(LARGE, MEGABYTES);
        long _ = streams.put(CROWD);
        int waves = streams.effort().of(WAVES);
        Medians found = new Medians();
        Fleet fleet = streams.subscribe(CROWD, subscribers);
        int cutOff = 0;
        long heap = 0;
        long heapStalled = 0;
        double _ = p99(fleet, waves);
        for (int round = 1; round <= ROUNDS; round++) {
            streams.say("without and with " + STALLED + " stalled among " + subscribers + ", round " + round + " of "
                    + ROUNDS);
            found.add("without", p99(fleet, waves));
            boolean last = round == ROUNDS;
            heap = last ? ServiceMemory.liveHeap(streams.reader()) : 0;
            try (StalledSubscribers stalled =
                    StalledSubscribers.connect(streams.reader().port(), Streams.path(LARGE), STALLED)) {
                found.add("with", p99(fleet, waves));
                if (last) {
                    heapStalled = ServiceMemory.liveHeap(streams.reader());
                    Thread.sleep(GIVEN_UP);
                    cutOff = stalled.cutOff(bytes);
                }
            }
        }
        streams.end(CROWD, fleet);
        report(subscribers, found, cutOff, (heapStalled - heap) / 1e6);
    }

    /** Of all subscribers of some waves, in milliseconds from the write. */
    private double p99(Fleet fleet, int waves) throws IOException, InterruptedException, TimeoutException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < waves; i++) {
            long sent = System.nanoTime();
            long revision = streams.writer().put("_", Streams.ENVIRONMENT, "shared", ++number);
            fleet.await(revision, LIMIT).addLatencies(sent, latencies);
        }
        return latencies.p99();
    }

    private void report(int subscribers, Medians found, int cutOff, double megabytes) {
        streams.report()
                .add(Row.atMost(
                        String.format(
                                Locale.ROOT,
                                "write → event, p99 of %,d subscribers beside %d that stall (beside none)",
                                subscribers,
                                STALLED),
                        found.of("with"),
                        found.of("without"),
                        "ms",
                        MOST));
        streams.report()
                .add(Row.limited(
                        "live heap that " + STALLED + " stalled ones hold, each asked for " + MEGABYTES + " MB",
                        Row.text(Math.max(0, megabytes), "MB"),
                        "≤ 100 MB",
                        megabytes <= STALLED));
        streams.report()
                .add(Row.limited(
                        "stalled ones that the reader gave up within " + GIVEN_UP.toSeconds() + " s",
                        cutOff + " of " + STALLED,
                        "all",
                        cutOff == STALLED));
    }
}
