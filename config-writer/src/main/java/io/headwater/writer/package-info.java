/** The write service: composition, settings and the program. */
@NullMarked
package io.headwater.writer;

import org.jspecify.annotations.NullMarked;
