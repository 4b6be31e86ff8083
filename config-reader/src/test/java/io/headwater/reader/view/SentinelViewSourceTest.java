package io.headwater.reader.view;

import io.headwater.reader.Redis;
import io.headwater.reader.RedisSets;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.testkit.parts.RedisSentinels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SentinelViewSourceTest extends RedisSetContract {
    private static RedisSentinels redis;

    @BeforeAll
    static void start() {
        redis = RedisSentinels.start();
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
