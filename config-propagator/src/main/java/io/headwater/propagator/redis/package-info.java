/** The materialized environments in Redis, by Redisson and Lua. */
@NullMarked
package io.headwater.propagator.redis;

import org.jspecify.annotations.NullMarked;
