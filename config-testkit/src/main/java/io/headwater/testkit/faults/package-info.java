/** What goes wrong between and inside processes, on demand. */
@NullMarked
package io.headwater.testkit.faults;

import org.jspecify.annotations.NullMarked;
