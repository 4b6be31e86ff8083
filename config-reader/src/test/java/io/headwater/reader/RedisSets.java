package io.headwater.reader;

import io.headwater.runtime.redis.RedisOptions;
import io.headwater.testkit.parts.RedisCluster;
import io.headwater.testkit.parts.RedisSentinels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a reader is told of Redis servers that are several. */
public final class RedisSets {
    private RedisSets() {}

    public static RedisOptions options(RedisSentinels sentinels, String prefix) {
        return options(RedisOptions.Mode.SENTINEL, sentinels.addresses(), prefix);
    }

    public static RedisOptions options(RedisCluster cluster, String prefix) {
        return options(RedisOptions.Mode.CLUSTER, cluster.addresses(), prefix);
    }

    private static RedisOptions options(RedisOptions.Mode mode, List<String> addresses, String prefix) {
        return new RedisOptions(
                mode,
                addresses,
                RedisSentinels.MASTER,
                Optional.empty(),
                Optional.empty(),
                prefix,
                Duration.ofSeconds(1));
    }
}
