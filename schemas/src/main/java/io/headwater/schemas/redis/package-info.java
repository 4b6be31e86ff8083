/** What the propagator writes to Redis and the read tier reads: keys, fields and texts. */
@NullMarked
package io.headwater.schemas.redis;

import org.jspecify.annotations.NullMarked;
