package io.headwater.writer.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach the Redis of the read tier.
 *
 * @param addresses the server, the sentinels, or nodes of the cluster
 * @param sentinelMaster name of the master that the sentinels watch
 * @param prefix what the name of every key starts with
 * @param timeout a command that takes longer has failed
 */
public record RedisOptions(
        Mode mode,
        List<String> addresses,
        String sentinelMaster,
        Optional<String> username,
        Optional<String> password,
        String prefix,
        Duration timeout) {
    /** How Redis runs. */
    public enum Mode {
        /** One server. */
        SINGLE,
        /** A master and replicas that sentinels watch. */
        SENTINEL,
        /** Redis Cluster. */
        CLUSTER
    }

    public RedisOptions {
        addresses = List.copyOf(addresses);
    }
}
