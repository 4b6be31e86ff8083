/** A look into Kafka topics, and compaction on demand. */
@NullMarked
package io.headwater.testkit.kafka;

import org.jspecify.annotations.NullMarked;
