/** A Redis server as a child process. */
@NullMarked
package io.headwater.embedded.redis;

import org.jspecify.annotations.NullMarked;
