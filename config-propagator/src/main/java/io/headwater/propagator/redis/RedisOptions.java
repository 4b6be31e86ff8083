package io.headwater.propagator.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How Redis is reached.
 *
 * @param addresses one server, the sentinels, or some nodes of the cluster
 * @param sentinelMaster name of the master, for sentinels
 * @param prefix of every key
 * @param timeout of one attempt of a command; there are three
 * @param changesKept how many changed keys an environment remembers for readers that are behind
 */
public record RedisOptions(
        Mode mode,
        List<String> addresses,
        String sentinelMaster,
        Optional<String> username,
        Optional<String> password,
        String prefix,
        Duration timeout,
        int changesKept) {
    public RedisOptions {
        addresses = List.copyOf(addresses);
    }

    /** How Redis runs. */
    public enum Mode {
        /** One server. */
        SINGLE,
        /** A master and replicas, watched by sentinels. */
        SENTINEL,
        /** Redis Cluster. */
        CLUSTER
    }
}
