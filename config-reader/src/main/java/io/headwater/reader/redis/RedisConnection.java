package io.headwater.reader.redis;

import io.headwater.reader.view.SourceException;
import io.headwater.runtime.redis.RedisClient;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.runtime.redis.RedisTuning;
import java.util.function.Function;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

/** What all in the reader talk to Redis with; its failures are told in the reader's words. Safe for use by several threads. */
public final class RedisConnection implements AutoCloseable {
    // Views try again by themselves; a failure should be known soon.
    private static final RedisTuning TUNING = new RedisTuning("headwater-reader", 8, 2, 0);

    private final RedisClient redis;

    /** Connects to nothing yet. */
    public RedisConnection(RedisOptions options) {
        this.redis = new RedisClient(options, TUNING);
    }

    RedisOptions options() {
        return redis.options();
    }

    /** Does something with the client. Its failures become {@link SourceException}s. */
    <T> T call(Function<RedissonClient, T> action) {
        try {
            return action.apply(redis.redisson());
        } catch (RedisException | IllegalStateException e) {
            throw new SourceException("Redis does not answer: " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return cause.getClass().getSimpleName() + ": " + (line.length() > 200 ? line.substring(0, 200) + "…" : line);
    }

    @Override
    public void close() {
        redis.close();
    }
}
