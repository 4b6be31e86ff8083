/** nginx as a yardstick: one worker that returns what it is told to. */
@NullMarked
package io.headwater.loadtest.nginx;

import org.jspecify.annotations.NullMarked;
