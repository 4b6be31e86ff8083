/** A plain Javalin route as a yardstick. */
@NullMarked
package io.headwater.loadtest.javalin;

import org.jspecify.annotations.NullMarked;
