/** The Redis sink without Redis and Kafka: which records may be applied, in what order, and when to start afresh. */
@NullMarked
package io.headwater.propagator.sink;

import org.jspecify.annotations.NullMarked;
