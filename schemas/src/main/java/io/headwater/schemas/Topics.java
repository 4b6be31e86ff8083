package io.headwater.schemas;

import java.util.Optional;

/** Names of the topics that other programs may rely on. */
public final class Topics {
    /** Every entry of every scope, in the order of the history. Compacted. */
    public static final String ENTRIES = "headwater.entries";

    private static final String ENVIRONMENT_PREFIX = "headwater.env.";

    private Topics() {}

    /** The compacted topic of what one environment may see. */
    public static String environment(String environment) {
        return ENVIRONMENT_PREFIX + environment;
    }

    /** The environment whose topic this is. */
    public static Optional<String> environmentOf(String topic) {
        return topic.startsWith(ENVIRONMENT_PREFIX)
                ? Optional.of(topic.substring(ENVIRONMENT_PREFIX.length()))
                : Optional.empty();
    }
}
