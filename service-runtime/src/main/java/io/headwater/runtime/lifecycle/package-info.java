/** How a service starts, waits for what is not there yet, and stops. */
@NullMarked
package io.headwater.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
