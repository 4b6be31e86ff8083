/** The model of Headwater. */
@NullMarked
package io.headwater.core;

import org.jspecify.annotations.NullMarked;
