/** A single Kafka broker with its KRaft controller, in the process or as a child JVM. */
@NullMarked
package io.headwater.embedded.kafka;

import org.jspecify.annotations.NullMarked;
