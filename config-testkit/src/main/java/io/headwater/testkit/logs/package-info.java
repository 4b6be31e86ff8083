/** What services write to their logs, for tests. */
@NullMarked
package io.headwater.testkit.logs;

import org.jspecify.annotations.NullMarked;
