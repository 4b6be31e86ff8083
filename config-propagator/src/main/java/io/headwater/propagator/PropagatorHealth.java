package io.headwater.propagator;

import io.headwater.propagator.sink.SinkStatus;
import io.headwater.propagator.streams.EnvironmentStreams;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns what the sink and the topology say of themselves into parts of the service's health. */
final class PropagatorHealth {
    private final SinkStatus sink;
    private final EnvironmentStreams streams;
    private final PropagatorLag lag;
    private final AtomicBoolean streamsWereUp = new AtomicBoolean();

    PropagatorHealth(SinkStatus sink, EnvironmentStreams streams, PropagatorLag lag) {
        this.sink = sink;
        this.streams = streams;
        this.lag = lag;
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
            case CATCHING_UP -> new PartHealth(PartState.CATCHING_UP, view.detail(), lag.sink());
            case LIVE -> new PartHealth(PartState.UP, null, lag.sink());
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
        return new PartHealth(state, streams.state(), lag.streams());
    }
}
