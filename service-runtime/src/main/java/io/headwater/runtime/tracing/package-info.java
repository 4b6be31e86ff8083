/** W3C trace context: what ties a request, its log lines and its records together. */
@NullMarked
package io.headwater.runtime.tracing;

import org.jspecify.annotations.NullMarked;
