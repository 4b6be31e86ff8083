/** The management port: health and metrics over HTTP. */
@NullMarked
package io.headwater.runtime.management;

import org.jspecify.annotations.NullMarked;
