package io.headwater.propagator.sink;

import java.time.Duration;

/**
 * How the sink works.
 *
 * @param heartbeat how often what Redis holds is compared with what was written
 * @param lease how long a sink that has died keeps others waiting
 * @param largestDelta fields of one environment that are changed by one call; more go by a new generation
 * @param held records that are held in memory before they are written ahead, while a generation is built
 * @param heedsTarget whether what is below the target of a refill is kept from readers; see
 *     {@link io.headwater.propagator.Guards}
 */
public record SinkOptions(Duration heartbeat, Duration lease, int largestDelta, int held, boolean heedsTarget) {}
