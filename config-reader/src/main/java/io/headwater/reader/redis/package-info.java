/** Views and reports over Redis, by Redisson. */
@NullMarked
package io.headwater.reader.redis;

import org.jspecify.annotations.NullMarked;
