package io.headwater.reader.view;

import java.time.Duration;

/**
 * How old what is served may be.
 *
 * @param markAfter without contact for longer, answers say how old they may be ({@link Staleness#HEADER}), and what is not
 *     held is refused at once
 * @param notReadyAfter without contact for longer, the replica is not ready
 * @param behindNotReadyAfter with commits known that have been missing here for longer, the replica is not ready
 */
public record StaleRules(Duration markAfter, Duration notReadyAfter, Duration behindNotReadyAfter) {
    /** What the settings default to. */
    public static final StaleRules DEFAULT =
            new StaleRules(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(30));
}
