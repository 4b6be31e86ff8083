/** Real Kafka, MongoDB and Redis for tests. */
@NullMarked
package io.headwater.testkit.parts;

import org.jspecify.annotations.NullMarked;
