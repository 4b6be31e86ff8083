package io.headwater.propagator;

import io.headwater.propagator.sink.SinkOptions;
import io.headwater.propagator.streams.StreamsOptions;
import io.headwater.runtime.redis.RedisOptions;

/**
 * Everything that a propagator needs to know.
 *
 * @param managementPort of health and metrics; 0 for any free one
 * @param changesKept how many changed keys an environment remembers in Redis for readers that are behind
 */
public record PropagatorConfig(
        String managementHost,
        int managementPort,
        RedisOptions redis,
        int changesKept,
        SinkOptions sink,
        StreamsOptions streams) {}
