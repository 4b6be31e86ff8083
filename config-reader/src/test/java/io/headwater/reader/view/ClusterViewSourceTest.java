package io.headwater.reader.view;

import io.headwater.reader.Redis;
import io.headwater.reader.RedisSets;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.testkit.parts.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterViewSourceTest extends RedisSetContract {
    private static RedisCluster redis;

    @BeforeAll
    static void start() {
        redis = RedisCluster.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    RedisOptions options() {
        return RedisSets.options(redis, Redis.prefix());
    }
}
