/** Thousands of subscribers of server-sent events at the cost of a few. */
@NullMarked
package io.headwater.loadtest.fleet;

import org.jspecify.annotations.NullMarked;
