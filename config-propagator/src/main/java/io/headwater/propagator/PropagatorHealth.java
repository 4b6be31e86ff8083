package io.headwater.propagator;

import io.headwater.propagator.sink.SinkStatus;
import io.headwater.propagator.streams.EnvironmentStreams;
import io.headwater.propagator.streams.StreamsStatus;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Turns what the sink and the topology say of themselves into parts of the service's health. */
final class PropagatorHealth {
    private final SinkStatus sink;
    private final EnvironmentStreams streams;
    private final StreamsStatus streamsStatus;
    private final InstantSource clock;
    private final AtomicBoolean streamsWereUp = new AtomicBoolean();

    PropagatorHealth(SinkStatus sink, EnvironmentStreams streams, StreamsStatus streamsStatus, InstantSource clock) {
        this.sink = sink;
        this.streams = streams;
        this.streamsStatus = streamsStatus;
        this.clock = clock;
    }

    void register(Health health) {
        health.computed("redis-sink", true, this::sink);
        health.computed("kafka-streams", true, this::streams);
    }

    private PartHealth sink() {
        SinkStatus.View view = sink.view();
        return switch (view.phase()) {
            case DOWN -> new PartHealth(PartState.DOWN, view.detail());
            case STANDBY -> new PartHealth(PartState.UP, view.detail());
            case CATCHING_UP ->
                new PartHealth(
                        PartState.CATCHING_UP,
                        view.detail(),
                        behind(view.applied(), view.appliedTime(), view.newest()));
            case LIVE -> new PartHealth(PartState.UP, null, behind(view.applied(), view.appliedTime(), view.newest()));
        };
    }

    private PartHealth streams() {
        if (!streams.runs()) {
            return new PartHealth(PartState.DOWN, streams.state());
        }
        boolean caughtUp = streams.caughtUp();
        if (caughtUp) {
            streamsWereUp.set(true);
        }
        // A rebalance is no reason to be taken out of service: partitions that are not here are elsewhere.
        PartState state = caughtUp || streamsWereUp.get() ? PartState.UP : PartState.CATCHING_UP;
        return new PartHealth(state, streams.state(), streamsBehind());
    }

    private @Nullable Behind streamsBehind() {
        return streamsStatus.passed().values().stream()
                .min((one, other) -> Long.compare(one.revision(), other.revision()))
                .map(passed ->
                        behind(passed.revision(), passed.time(), sink.view().newest()))
                .orElse(null);
    }

    private Behind behind(long applied, Instant appliedTime, long newest) {
        if (applied < 0 || newest < 0) {
            return new Behind(null, null);
        }
        if (newest <= applied) {
            return Behind.NOTHING;
        }
        return new Behind(newest - applied, Duration.between(appliedTime, clock.instant()));
    }
}
