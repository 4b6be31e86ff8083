/** Looks into Kafka topics, compacts them on demand, and writes them as the relay does. */
@NullMarked
package io.headwater.testkit.kafka;

import org.jspecify.annotations.NullMarked;
