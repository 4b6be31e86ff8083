/** Topics as Headwater needs them, and how to read their end. */
@NullMarked
package io.headwater.runtime.kafka;

import org.jspecify.annotations.NullMarked;
