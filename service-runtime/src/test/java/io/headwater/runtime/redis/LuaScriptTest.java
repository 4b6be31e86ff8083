package io.headwater.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

class LuaScriptTest {
    private static final List<Object> KEYS = List.of("lua-script-test");

    private final LuaScript script = LuaScript.read(LuaScriptTest.class, "join", ReturnType.VALUE);
    private final RedisClient redis = new RedisClient(
            RedisOptions.single(SharedRedis.server().uri(), "hw"), new RedisTuning("lua-script-test", 2, 1, 0));

    @AfterEach
    void close() {
        redis.close();
    }

    private RScript scripts() {
        return redis.redisson().getScript(StringCodec.INSTANCE);
    }

    @Test
    void shouldSendItsSourceOnlyToARedisThatDoesNotKnowIt() throws Exception {
        SharedRedis.server().send("SCRIPT", "FLUSH");
        assertThat(script.<String>call(scripts(), KEYS, "a")).isEqualTo("a");
        SharedRedis.server().send("SCRIPT", "FLUSH");
        assertThat(script.<String>callAsync(scripts(), KEYS, "b").toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo("b");

        SharedRedis.server().send("CONFIG", "RESETSTAT");
        assertThat(script.<String>call(scripts(), KEYS, "c")).isEqualTo("c");
        assertThat(script.<String>callAsync(scripts(), KEYS, "d")
                        .toCompletableFuture()
                        .get())
                .isEqualTo("d");
        Map<String, String> calls =
                redis.redisson().getRedisNodes(RedisNodes.SINGLE).getInstance().info(InfoSection.COMMANDSTATS);
        assertThat(calls.get("cmdstat_evalsha")).startsWith("calls=2,");
        assertThat(calls).doesNotContainKeys("cmdstat_eval", "cmdstat_script|load");
    }

    @Test
    void shouldTellAllOtherFailures() {
        redis.redisson()
                .getList(KEYS.getFirst().toString(), StringCodec.INSTANCE)
                .add("no text");
        try {
            assertThatThrownBy(() -> script.call(scripts(), KEYS, "a"))
                    .isInstanceOf(RedisException.class)
                    .hasMessageContaining("WRONGTYPE");
            CompletionStage<String> answer = script.callAsync(scripts(), KEYS, "a");
            assertThatThrownBy(() -> answer.toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("WRONGTYPE");
        } finally {
            redis.redisson().getKeys().delete(KEYS.getFirst().toString());
        }
    }
}
