/** Tells others what this replica serves, so that a writer can wait until all readers have a commit. */
@NullMarked
package io.headwater.reader.report;

import org.jspecify.annotations.NullMarked;
