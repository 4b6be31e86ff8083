/** Yardsticks made of MongoDB alone. */
@NullMarked
package io.headwater.loadtest.mongo;

import org.jspecify.annotations.NullMarked;
