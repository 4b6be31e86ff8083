package io.headwater.propagator;

import io.headwater.propagator.redis.RedisOptions;
import io.headwater.propagator.sink.SinkOptions;
import io.headwater.propagator.streams.StreamsOptions;

/**
 * Everything that a propagator needs to know.
 *
 * @param managementPort of health and metrics; 0 for any free one
 */
public record PropagatorConfig(
        String managementHost, int managementPort, RedisOptions redis, SinkOptions sink, StreamsOptions streams) {}
