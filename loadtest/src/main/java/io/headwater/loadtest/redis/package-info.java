/** Redis as a yardstick: its own benchmark. */
@NullMarked
package io.headwater.loadtest.redis;

import org.jspecify.annotations.NullMarked;
