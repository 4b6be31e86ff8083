/** A service's own way to its configuration: a small consumer of an environment's topic, as a model. */
@NullMarked
package io.headwater.e2e.direct;

import org.jspecify.annotations.NullMarked;
