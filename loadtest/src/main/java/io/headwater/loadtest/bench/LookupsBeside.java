package io.headwater.loadtest.bench;

import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.wrk.Load;
import io.headwater.loadtest.wrk.Wrk;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Lookups a second while the same reader has idle subscribers, beside without them, in turn. */
final class LookupsBeside {
    private static final String SERVICE = "beside";
    private static final int ROUNDS = 5;
    private static final Duration EACH = Duration.ofSeconds(4);
    private static final double LEAST = 0.9;

    private final Streams streams;

    LookupsBeside(Streams streams) {
        this.streams = streams;
    }

    void run(int subscribers) throws Exception {
        String measure = String.format(Locale.ROOT, "lookups a second beside %,d idle subscribers", subscribers);
        Optional<Wrk> wrk = Wrk.find();
        if (wrk.isEmpty()) {
            streams.report().add(Row.unmeasured(measure, Wrk.MISSING));
            return;
        }
        long _ = streams.put(SERVICE);
        String url = "http://127.0.0.1:" + streams.reader().port() + "/v1/snapshots/" + SERVICE + "/"
                + Streams.ENVIRONMENT + "/payments.retry.max";
        Load _ = wrk.get().run(url, streams.effort().of(EACH.multipliedBy(2)));
        Medians found = new Medians();
        for (int round = 1; round <= ROUNDS; round++) {
            streams.say("lookups without and beside " + subscribers + " subscribers, round " + round + " of " + ROUNDS);
            found.add("alone", answered(wrk.get(), url));
            Fleet fleet = streams.subscribe(SERVICE, subscribers);
            found.add("beside", answered(wrk.get(), url));
            streams.end(SERVICE, fleet);
        }
        streams.report()
                .add(Row.atLeast(measure + " (beside none)", found.of("beside"), found.of("alone"), "/s", LEAST));
    }

    private double answered(Wrk wrk, String url) throws Exception {
        Load load = wrk.run(url, streams.effort().of(EACH));
        if (load.failures() > 0) {
            throw new IllegalStateException(load.failures() + " lookups failed");
        }
        return load.perSecond();
    }
}
