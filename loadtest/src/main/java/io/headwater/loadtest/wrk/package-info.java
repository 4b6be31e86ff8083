/** The load generator wrk, as a program of the machine. */
@NullMarked
package io.headwater.loadtest.wrk;

import org.jspecify.annotations.NullMarked;
