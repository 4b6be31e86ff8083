package io.headwater.propagator.sink;

import java.util.List;

/**
 * Everything between two states that readers may see.
 *
 * @param standing where it leads to
 * @param records in the order of their partitions; some may be older than what a state holds already
 */
record Batch(Standing standing, List<SinkRecord> records) {}
