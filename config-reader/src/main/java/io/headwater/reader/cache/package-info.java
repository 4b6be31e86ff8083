/** How much memory what is held may take, and what goes first. Knows no Redis and no HTTP. */
@NullMarked
package io.headwater.reader.cache;

import org.jspecify.annotations.NullMarked;
