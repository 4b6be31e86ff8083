/** What a service says about itself: live, ready, and how far behind each of its parts is. */
@NullMarked
package io.headwater.runtime.health;

import org.jspecify.annotations.NullMarked;
