/** Latencies, schedules and arrivals. */
@NullMarked
package io.headwater.loadtest.measure;

import org.jspecify.annotations.NullMarked;
