/** Who waits for changes, and what each of them has to be told next. Knows no HTTP. */
@NullMarked
package io.headwater.reader.stream;

import org.jspecify.annotations.NullMarked;
