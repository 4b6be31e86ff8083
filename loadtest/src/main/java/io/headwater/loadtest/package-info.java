/** Side-by-side measurements of the whole data path, on real parts and one JVM for each service. */
@NullMarked
package io.headwater.loadtest;

import org.jspecify.annotations.NullMarked;
