package io.headwater.loadtest.bench;

import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Row;
import java.util.Locale;

/** From a write until the last of a thousand subscribers has it, beside a write to a service that has one. */
final class CrowdSize {
    private static final String ONE = "lonely";
    private static final String MANY = "popular";
    private static final int SUBSCRIBERS = 1_000;
    private static final int ROUNDS = 5;
    private static final int WAVES = 50;
    private static final double MOST = 3;

    private final Streams streams;

    CrowdSize(Streams streams) {
        this.streams = streams;
    }

    void run() throws Exception {
        int subscribers = streams.effort().of(SUBSCRIBERS);
        long _ = streams.put(ONE);
        long _ = streams.put(MANY);
        Fleet one = streams.subscribe(ONE, 1);
        Fleet many = streams.subscribe(MANY, subscribers);
        Medians found = new Medians();
        for (int round = 1; round <= ROUNDS; round++) {
            streams.say("1 and " + subscribers + " subscribers, round " + round + " of " + ROUNDS);
            for (int i = 0; i < streams.effort().of(WAVES); i++) {
                found.add(ONE, streams.wave(ONE, one).last());
            }
            for (int i = 0; i < streams.effort().of(WAVES); i++) {
                found.add(MANY, streams.wave(MANY, many).last());
            }
        }
        streams.close(ONE, one);
        streams.end(MANY, many);
        streams.report()
                .add(Row.atMost(
                        String.format(
                                Locale.ROOT, "write → last of %,d subscribers, p50 (beside write → one)", subscribers),
                        found.of(MANY),
                        found.of(ONE),
                        "ms",
                        MOST));
    }
}
