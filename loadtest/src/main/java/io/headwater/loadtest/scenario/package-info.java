/** Runs the load tests of the module {@code scenarios}, each in a JVM of its own with Gatling's class path. */
@NullMarked
package io.headwater.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
