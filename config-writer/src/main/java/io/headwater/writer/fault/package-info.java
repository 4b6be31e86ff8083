/** Named points at which tests hold a component. */
@NullMarked
package io.headwater.writer.fault;

import org.jspecify.annotations.NullMarked;
