/** The read tier: lookups, snapshots and event streams from Redis' single revision. Start at {@link Reader}. */
@NullMarked
package io.headwater.reader;

import org.jspecify.annotations.NullMarked;
