package io.headwater.propagator.sink;

import java.time.Duration;

/**
 * How the sink works.
 *
 * @param heartbeat how often what Redis holds is compared with what was written
 * @param lease how long a sink that has died keeps others waiting
 * @param largestDelta what is changed of one environment by one call, which blocks Redis; more goes by a new generation
 *     (rule 21)
 * @param held what is held in memory while the rest of what belongs to it is waited for. While a generation is built, more
 *     is written ahead; where there is none to write to, one is built. The same again may be kept for each environment that
 *     is built on its own
 * @param heedsTarget whether what is below the target of a refill is kept from readers; see
 *     {@link io.headwater.propagator.Guards}
 */
public record SinkOptions(Duration heartbeat, Duration lease, Amount largestDelta, Amount held, boolean heedsTarget) {}
