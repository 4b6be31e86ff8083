package io.headwater.reader.cache;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a {@link NearCache} look ten times a second. A platform thread, because it tells how old what is held is, and must
 * do so also when all others are busy.
 */
public final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long EVERY_MILLIS = 100;

    private final NearCache cache;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Starts nothing. */
    public Keeper(NearCache cache) {
        this.cache = cache;
    }

    /** Starts to look. */
    public void start() {
        Thread _ = Thread.ofPlatform().daemon().name("near-cache").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("the near-cache is looked after no longer");
        }
    }

    private void look() {
        try {
            cache.tick();
        } catch (RuntimeException e) {
            LOG.error("looking after the near-cache failed; trying again", e);
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
