/** The entries topic, read by plain consumers. */
@NullMarked
package io.headwater.propagator.kafka;

import org.jspecify.annotations.NullMarked;
