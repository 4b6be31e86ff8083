package io.headwater.reader.redis;

import io.headwater.reader.view.SourceException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

/** One client for all that talks to Redis; made when it is first needed. Safe for use by several threads. */
public final class RedisConnection implements AutoCloseable {
    private final RedisOptions options;
    private @Nullable RedissonClient client;
    private boolean closed;

    /** Connects to nothing yet. */
    public RedisConnection(RedisOptions options) {
        this.options = options;
    }

    RedisOptions options() {
        return options;
    }

    /** Does something with the client. Its failures become {@link SourceException}s. */
    <T> T call(Function<RedissonClient, T> action) {
        try {
            return action.apply(client());
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

    private synchronized RedissonClient client() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (client == null) {
            client = Redisson.create(RedissonConfiguration.of(options));
        }
        return client;
    }

    @Override
    public void close() {
        RedissonClient closing;
        synchronized (this) {
            closed = true;
            closing = client;
            client = null;
        }
        if (closing != null) {
            closing.shutdown();
        }
    }
}
