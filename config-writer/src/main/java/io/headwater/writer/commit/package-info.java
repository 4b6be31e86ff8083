/** Turning requests into commits: judging, sequencing, group commit, idempotency. */
@NullMarked
package io.headwater.writer.commit;

import org.jspecify.annotations.NullMarked;
