/** Log lines for people, or as JSON for machines. */
@NullMarked
package io.headwater.runtime.logging;

import org.jspecify.annotations.NullMarked;
