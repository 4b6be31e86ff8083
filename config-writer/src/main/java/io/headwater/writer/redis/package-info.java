/** What reader replicas report through Redis. */
@NullMarked
package io.headwater.writer.redis;

import org.jspecify.annotations.NullMarked;
