/** How every service reaches Redis: settings, one client of Redisson, and scripts. */
@NullMarked
package io.headwater.runtime.redis;

import org.jspecify.annotations.NullMarked;
