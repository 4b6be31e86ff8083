/** Yardsticks made of Kafka alone, and watchers of topics. */
@NullMarked
package io.headwater.loadtest.kafka;

import org.jspecify.annotations.NullMarked;
