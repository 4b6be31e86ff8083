/** Time that a test moves. */
@NullMarked
package io.headwater.testkit.time;

import org.jspecify.annotations.NullMarked;
