/** Carries what was relayed to where it is read: to Redis, and to one compacted topic for each environment. */
@NullMarked
package io.headwater.propagator;

import org.jspecify.annotations.NullMarked;
