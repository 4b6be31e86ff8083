package io.headwater.e2e.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Looks at what Redis holds of an environment all the time, and notes when it goes back. */
final class RedisWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000;

    private final SmallSystem system;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;

    RedisWatch(SmallSystem system) {
        this.system = system;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        long seen = -1;
        while (!stopping) {
            long now = system.redisRevision();
            if (now >= 0 && now < seen) {
                wrong.add("Redis went back from " + seen + " to " + now);
            }
            seen = Math.max(seen, now);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    List<String> wrong() {
        return wrong;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
