package io.headwater.writer.commit;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What an attempt needs besides the requests and the state.
 *
 * @param ids makes the ids of commits, each only once in the world
 */
record CommitContext(CommitSizes sizes, AnsweredRequests answered, InstantSource clock, Supplier<String> ids) {}
