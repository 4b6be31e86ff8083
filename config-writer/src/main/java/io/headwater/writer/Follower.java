package io.headwater.writer;

import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LogUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for other replicas' commits whenever nothing else has proved for a while that there are none. */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final Ledger ledger;
    private final Supplier<Duration> interval;
    private final Thread thread;

    Follower(Ledger ledger, Supplier<Duration> interval) {
        this.ledger = ledger;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
    }

    private void run() {
        boolean reachable = true;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Duration wait = interval.get().minus(ledger.unprovedFor());
                if (wait.isPositive()) {
                    Thread.sleep(wait);
                    continue;
                }
                ledger.catchUp();
                if (!reachable) {
                    LOG.info("the log can be reached again");
                    reachable = true;
                }
            } catch (InterruptedException e) {
                return;
            } catch (LogUnavailableException e) {
                if (reachable) {
                    LOG.warn("the log cannot be reached: {}", e.getMessage(), e.getCause());
                    reachable = false;
                }
                if (!pause()) {
                    return;
                }
            } catch (LogBrokenException e) {
                LOG.error("{}", e.getMessage());
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
