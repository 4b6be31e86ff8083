/** The projection of the history that is held in memory: immutable, and cheap to step forward. */
@NullMarked
package io.headwater.writer.state;

import org.jspecify.annotations.NullMarked;
