/** The relay: the history as records of {@code headwater.entries}. */
@NullMarked
package io.headwater.writer.kafka;

import org.jspecify.annotations.NullMarked;
