package io.headwater.propagator;

import io.headwater.propagator.sink.SinkStatus;
import io.headwater.propagator.streams.StreamsStatus;
import io.headwater.propagator.streams.StreamsStatus.Passed;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.LagClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;

/** How far the sink and the topology are behind the newest commit that the sink has heard of. Thread-safe. */
final class PropagatorLag {
    private static final Passed NOTHING = new Passed(-1, Instant.EPOCH);

    private final SinkStatus sink;
    private final StreamsStatus streams;
    private final LagClock sinkLag;
    private final LagClock streamsLag;

    PropagatorLag(SinkStatus sink, StreamsStatus streams, InstantSource clock) {
        this.sink = sink;
        this.streams = streams;
        this.sinkLag = new LagClock(clock);
        this.streamsLag = new LagClock(clock);
    }

    Behind sink() {
        SinkStatus.View view = sink.view();
        return behind(sinkLag, view, view.applied(), view.appliedTime());
    }

    Behind streams() {
        Passed slowest = streams.passed().values().stream()
                .min(Comparator.comparingLong(Passed::revision))
                .orElse(NOTHING);
        return behind(streamsLag, sink.view(), slowest.revision(), slowest.time());
    }

    private static Behind behind(LagClock lag, SinkStatus.View known, long reached, Instant reachedTime) {
        return reached < 0 || known.newest() < 0
                ? new Behind(null, null)
                : new Behind(
                        Math.max(0, known.newest() - reached),
                        lag.lag(known.newest(), known.newestTime(), reached, reachedTime));
    }
}
