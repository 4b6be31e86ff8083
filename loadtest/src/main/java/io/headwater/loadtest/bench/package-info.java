/** The measurements, one class each. */
@NullMarked
package io.headwater.loadtest.bench;

import org.jspecify.annotations.NullMarked;
