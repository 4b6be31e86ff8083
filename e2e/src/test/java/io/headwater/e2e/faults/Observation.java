package io.headwater.e2e.faults;

import java.util.Map;

/**
 * What somebody saw.
 *
 * @param observer who
 * @param revision of the commit up to and including which this is the state; where it does not exist, what a reader was
 *     asked for at least
 * @param content by key; empty where the environment did not exist
 */
record Observation(
        String observer,
        String service,
        String environment,
        long revision,
        boolean exists,
        Map<String, Value> content) {}
