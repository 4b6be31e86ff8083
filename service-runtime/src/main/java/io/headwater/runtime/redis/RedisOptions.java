package io.headwater.runtime.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is.
 *
 * @param addresses one server, the sentinels, or some nodes of the cluster
 * @param sentinelMaster name of the master that the sentinels watch
 * @param prefix what the name of every key starts with
 * @param timeout an attempt of a command that takes longer has failed
 */
public record RedisOptions(
        Mode mode,
        List<String> addresses,
        String sentinelMaster,
        Optional<String> username,
        Optional<String> password,
        String prefix,
        Duration timeout) {
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

    /** A single server without a password, and otherwise as the settings default to. */
    public static RedisOptions single(String address, String prefix) {
        return new RedisOptions(
                Mode.SINGLE,
                List.of(address),
                "mymaster",
                Optional.empty(),
                Optional.empty(),
                prefix,
                Duration.ofSeconds(2));
    }

    /** The same with another time-out. */
    public RedisOptions within(Duration other) {
        return new RedisOptions(mode, addresses, sentinelMaster, username, password, prefix, other);
    }

    /** Without addresses and password: both may be secret. */
    @Override
    public String toString() {
        return "RedisOptions[mode=" + mode + ", prefix=" + prefix + ", timeout=" + timeout + "]";
    }
}
