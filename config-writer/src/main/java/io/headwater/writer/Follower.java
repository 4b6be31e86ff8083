package io.headwater.writer;

import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LogUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for other replicas' commits whenever nothing else has proved for a while that there are none. While this replica's
 * own group is on its way, how that ends will tell, and a look would only read the group itself.
 */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    /** A group that takes longer than so many looks may be held up, and others go on. */
    private static final int MOST_PASSED_OVER = 10;

    private final Ledger ledger;
    private final Supplier<Duration> interval;
    private final BooleanSupplier inserting;
    private final Semaphore stopping = new Semaphore(0);
    private final Thread thread;

    /** @param inserting whether an own group is on its way */
    Follower(Ledger ledger, Supplier<Duration> interval, BooleanSupplier inserting) {
        this.ledger = ledger;
        this.interval = interval;
        this.inserting = inserting;
        this.thread = Thread.ofVirtual().name("follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Does not interrupt a read: whoever shares it would take that for a failure. */
    void stop() throws InterruptedException {
        stopping.release();
        thread.join(Duration.ofSeconds(1));
    }

    private void run() {
        boolean reachable = true;
        int passedOver = 0;
        Duration wait = Duration.ZERO;
        try {
            while (!stopping.tryAcquire(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS)) {
                wait = interval.get().minus(ledger.unprovedFor());
                if (wait.isPositive()) {
                    continue;
                }
                if (inserting.getAsBoolean() && passedOver < MOST_PASSED_OVER) {
                    passedOver++;
                    wait = interval.get();
                    continue;
                }
                passedOver = 0;
                boolean before = reachable;
                reachable = catchUp(before);
                wait = reachable ? interval.get() : AFTER_FAILURE;
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        } catch (LogBrokenException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private boolean catchUp(boolean before) {
        try {
            ledger.catchUp();
            if (!before) {
                LOG.info("the log can be reached again");
            }
            return true;
        } catch (LogUnavailableException e) {
            if (before) {
                LOG.warn("the log cannot be reached: {}", e.getMessage());
            }
            return false;
        }
    }
}
