/** Child processes, their ports, the lock on a data directory, and the cache of downloaded programs. */
@NullMarked
package io.headwater.embedded.process;

import org.jspecify.annotations.NullMarked;
