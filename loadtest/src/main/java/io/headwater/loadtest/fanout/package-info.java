/** A bare fan-out over sockets as a yardstick: what sending the same bytes to everybody takes at least. */
@NullMarked
package io.headwater.loadtest.fanout;

import org.jspecify.annotations.NullMarked;
