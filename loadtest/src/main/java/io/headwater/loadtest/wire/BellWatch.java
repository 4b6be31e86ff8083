package io.headwater.loadtest.wire;

import io.headwater.loadtest.measure.Arrivals;
import java.io.IOException;
import java.util.List;

/** Listens to the bell that Redis rings when an environment has reached a revision. */
public final class BellWatch implements AutoCloseable {
    private final RedisConnection redis;
    private final Arrivals arrivals = new Arrivals("the listener at the bell of Redis");

    /** Subscribes. Returns when Redis has confirmed it. */
    public BellWatch(int port, String channel) throws IOException {
        redis = new RedisConnection(port);
        Object _ = redis.call("SUBSCRIBE", channel);
        Thread _ = Thread.ofPlatform().daemon().name("bell").start(this::read);
    }

    private void read() {
        try {
            while (true) {
                if (redis.next() instanceof List<?> message && message.getLast() instanceof String revision) {
                    arrivals.arrivedUpTo(Long.parseLong(revision), System.nanoTime());
                }
            }
        } catch (IOException closed) {
            // Who waits for what is missing says so.
            return;
        }
    }

    /** What was rung. */
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
