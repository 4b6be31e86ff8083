package io.headwater.writer.commit;

import io.headwater.writer.state.State;

/** What a request wants. It is judged again whenever another commit comes first, so it must have no side effects. */
@FunctionalInterface
public interface Proposal {
    /**
     * Judges the request.
     *
     * @throws io.headwater.core.HeadwaterException the refusal
     */
    Decision judge(State state);
}
