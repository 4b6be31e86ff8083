package io.headwater.loadtest.bench;

import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.ServiceMemory;
import java.time.Duration;
import java.util.Locale;

/** What an idle subscriber costs the reader: live heap with and without them, by their number. */
final class SubscriberCost {
    private static final String SERVICE = "idle";
    private static final int WARM_UP = 200;
    private static final double MOST_KILOBYTES = 10;
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Streams streams;

    SubscriberCost(Streams streams) {
        this.streams = streams;
    }

    void run(int subscribers) throws Exception {
        streams.say("warming up");
        long _ = streams.put(SERVICE);
        // Classes and buffers that streams need once.
        Fleet few = streams.subscribe(SERVICE, WARM_UP);
        for (int i = 0; i < streams.effort().of(100); i++) {
            var _ = streams.wave(SERVICE, few);
        }
        streams.end(SERVICE, few);
        long heap = ServiceMemory.liveHeap(streams.reader());
        long resident = ServiceMemory.resident(streams.reader());
        streams.say("connecting " + subscribers + " idle subscribers");
        long begun = System.nanoTime();
        Fleet fleet = streams.subscribe(SERVICE, subscribers);
        double connected = (System.nanoTime() - begun) / 1e9;
        Thread.sleep(SETTLE);
        double heapEach = (ServiceMemory.liveHeap(streams.reader()) - heap) / 1_000.0 / subscribers;
        double residentEach = (ServiceMemory.resident(streams.reader()) - resident) / 1_000.0 / subscribers;
        streams.end(SERVICE, fleet);
        String many = String.format(Locale.ROOT, "%,d subscribers", subscribers);
        streams.report().add(Row.figure("until " + many + " are connected", Row.text(connected, "s")));
        streams.report()
                .add(Row.limited(
                        "live heap of the reader for each idle subscriber, of " + many,
                        Row.text(heapEach, "kB"),
                        "≤ " + MOST_KILOBYTES + " kB",
                        heapEach <= MOST_KILOBYTES));
        streams.report()
                .add(Row.figure(
                        "memory of its process for each, unused heap that it took included",
                        Row.text(residentEach, "kB")));
    }
}
