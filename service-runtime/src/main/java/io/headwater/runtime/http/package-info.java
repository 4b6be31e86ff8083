/** The public HTTP ports: limits, strict paths and bodies, and problem documents for every failure. */
@NullMarked
package io.headwater.runtime.http;

import org.jspecify.annotations.NullMarked;
