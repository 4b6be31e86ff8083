/** Faults on real parts, with load running, observers watching, and a checker that knows every acknowledged commit. */
@NullMarked
package io.headwater.e2e.faults;

import org.jspecify.annotations.NullMarked;
