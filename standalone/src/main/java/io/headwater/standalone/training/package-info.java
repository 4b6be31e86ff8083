/** Makes the caches with which services and {@code ./headwater dev} start in half the time. */
@NullMarked
package io.headwater.standalone.training;

import org.jspecify.annotations.NullMarked;
