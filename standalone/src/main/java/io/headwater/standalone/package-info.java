/** Everything in one process on embedded parts: what {@code ./headwater dev} runs. */
@NullMarked
package io.headwater.standalone;

import org.jspecify.annotations.NullMarked;
