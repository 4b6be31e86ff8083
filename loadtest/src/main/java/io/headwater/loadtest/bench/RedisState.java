package io.headwater.loadtest.bench;

import io.headwater.loadtest.wire.RedisConnection;
import io.headwater.schemas.redis.CatalogFields;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.schemas.redis.RedisKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How far Redis is. For one thread. */
final class RedisState implements AutoCloseable {
    private static final RedisKeys KEYS = new RedisKeys(RedisKeys.DEFAULT_PREFIX);
    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final RedisConnection redis;

    RedisState(int port) throws IOException {
        redis = new RedisConnection(port);
    }

    /** Waits until each of these environments, and the list of them, can be read at that revision or a later one. */
    void awaitRevision(List<String> environments, long revision, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!reached(environments, revision)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Redis is not at revision " + revision + " within " + limit);
            }
            Thread.sleep(INTERVAL);
        }
    }

    private boolean reached(List<String> environments, long revision) throws IOException {
        for (String environment : environments) {
            String generation = redis.text("GET", KEYS.current(environment));
            if (generation == null
                    || number(redis.text("HGET", KEYS.meta(environment, generation), MetaFields.REVISION)) < revision) {
                return false;
            }
        }
        return number(redis.text("HGET", KEYS.catalog(), CatalogFields.REVISION)) >= revision;
    }

    private static long number(@Nullable String text) {
        return text == null ? -1 : Long.parseLong(text);
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
