/** The questions that the read tier answers, and how long they may wait. Knows no HTTP. */
@NullMarked
package io.headwater.reader.serve;

import org.jspecify.annotations.NullMarked;
