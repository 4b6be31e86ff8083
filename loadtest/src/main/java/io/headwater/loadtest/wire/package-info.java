/** HTTP, server-sent events and Redis over plain sockets: a generator that costs less than what it measures. */
@NullMarked
package io.headwater.loadtest.wire;

import org.jspecify.annotations.NullMarked;
