/** The Kafka Streams topology that keeps one compacted topic for each environment. */
@NullMarked
package io.headwater.propagator.streams;

import org.jspecify.annotations.NullMarked;
