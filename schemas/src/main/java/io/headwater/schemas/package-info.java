/** What crosses a wire: topic names, records, and their codecs. */
@NullMarked
package io.headwater.schemas;

import org.jspecify.annotations.NullMarked;
