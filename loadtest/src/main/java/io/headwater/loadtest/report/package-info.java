/** What was measured, as a table and as JSON. */
@NullMarked
package io.headwater.loadtest.report;

import org.jspecify.annotations.NullMarked;
