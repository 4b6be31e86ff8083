package io.headwater.loadtest.bench;

import io.headwater.loadtest.fanout.FanOut;
import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.fleet.Wave;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.wire.EventText;
import io.headwater.loadtest.wire.HttpConnection;
import java.time.Duration;
import java.util.Locale;

/**
 * The time from a write until the last of many subscribers has its event, beside the time from telling a bare fan-out
 * until the last of as many has the same bytes. Each is connected anew in its turn: one process cannot have both.
 */
final class FanOutRounds {
    private static final String SERVICE = "crowd";
    private static final int ROUNDS = 5;
    private static final int WAVES = 10;
    private static final double MOST = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Streams streams;
    private final Medians found = new Medians();

    FanOutRounds(Streams streams) {
        this.streams = streams;
    }

    void run(int subscribers) throws Exception {
        long _ = streams.put(SERVICE);
        String event = EventText.of(streams.reader().port(), Streams.path(SERVICE), () -> {
            long _ = streams.put(SERVICE);
        });
        int waves = Math.max(3, streams.effort().of(WAVES));
        try (FanOut bare =
                FanOut.start(streams.system().children(), streams.system().folder("fan-out"), event)) {
            for (int round = 1; round <= ROUNDS; round++) {
                streams.say(subscribers + " subscribers, round " + round + " of " + ROUNDS);
                headwater(subscribers, waves);
                bare(bare, subscribers, waves);
            }
            report(subscribers, bare.eventBytes());
        }
    }

    private void headwater(int subscribers, int waves) throws Exception {
        Fleet fleet = streams.subscribe(SERVICE, subscribers);
        Streams.Trip _ = streams.wave(SERVICE, fleet);
        for (int i = 0; i < waves; i++) {
            Streams.Trip trip = streams.wave(SERVICE, fleet);
            found.add("headwater", trip.last());
            found.add("headwater spread", spread(trip.wave()));
        }
        streams.end(SERVICE, fleet);
    }

    private void bare(FanOut bare, int subscribers, int waves) throws Exception {
        try (Fleet fleet = Fleet.connect(bare.port(), "/", subscribers, LIMIT);
                HttpConnection control = new HttpConnection(bare.port())) {
            for (int number = 1; number <= waves + 1; number++) {
                long sent = System.nanoTime();
                bare.send(control, number);
                Wave wave = fleet.await(number, LIMIT);
                if (number > 1) {
                    found.add("bare", (wave.last() - sent) / 1e6);
                    found.add("bare spread", spread(wave));
                }
            }
            if (fleet.lost() + fleet.brokenChains() > 0) {
                throw new IllegalStateException("the yardstick lost something: " + fleet.trouble());
            }
        }
    }

    private static double spread(Wave wave) {
        return (wave.last() - wave.first()) / 1e6;
    }

    private void report(int subscribers, int bytes) {
        String many = String.format(Locale.ROOT, "%,d subscribers", subscribers);
        streams.report()
                .add(Row.atMost(
                        "write → last of " + many + " (beside a bare fan-out of the same " + bytes + " bytes)",
                        found.of("headwater"),
                        found.of("bare"),
                        "ms",
                        MOST));
        streams.report()
                .add(Row.beside("first → last of them", found.of("headwater spread"), found.of("bare spread"), "ms"));
    }
}
