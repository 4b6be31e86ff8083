/** The system that is measured, as processes of its own. */
@NullMarked
package io.headwater.loadtest.system;

import org.jspecify.annotations.NullMarked;
