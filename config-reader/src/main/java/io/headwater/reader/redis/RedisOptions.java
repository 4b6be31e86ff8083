package io.headwater.reader.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is and how it is used.
 *
 * @param addresses one server, the sentinels, or some nodes of the cluster
 * @param sentinelMaster name of the master, for sentinels
 * @param prefix what every key starts with
 * @param answerWithin a command that takes longer has failed
 * @param maxChanges more changed keys than this in one step, and the layers are loaded again
 * @param maxBytes one call reads about this much and no more, so that it does not hold up others
 */
public record RedisOptions(
        Mode mode,
        List<String> addresses,
        String sentinelMaster,
        Optional<String> username,
        Optional<String> password,
        String prefix,
        Duration answerWithin,
        int maxChanges,
        long maxBytes) {
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

    /** A single server on its own, with what else is usual. */
    public static RedisOptions single(String address, String prefix) {
        return new RedisOptions(
                Mode.SINGLE,
                List.of(address),
                "mymaster",
                Optional.empty(),
                Optional.empty(),
                prefix,
                Duration.ofSeconds(2),
                10_000,
                8 << 20);
    }
}
