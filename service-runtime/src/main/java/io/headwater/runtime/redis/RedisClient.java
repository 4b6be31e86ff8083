package io.headwater.runtime.redis;

import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/** One client for all in a service that talks to Redis; made when it is first needed. Safe for use by several threads. */
public final class RedisClient implements AutoCloseable {
    private final RedisOptions options;
    private final RedisTuning tuning;
    private @Nullable RedissonClient client;
    private boolean closed;

    /** Connects to nothing yet. */
    public RedisClient(RedisOptions options, RedisTuning tuning) {
        this.options = options;
        this.tuning = tuning;
    }

    /** Where it connects to. */
    public RedisOptions options() {
        return options;
    }

    /**
     * The client, which connects when its first command is sent and always asks the master.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized RedissonClient redisson() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (client == null) {
            client = Redisson.create(RedissonConfiguration.of(options, tuning));
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
