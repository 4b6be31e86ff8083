package io.headwater.reader.report;

import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.SourceException;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports after every new view, and now and then without one, to show that the replica lives. Views that come while a report
 * is on its way are in the next one.
 */
public final class Reporter implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final String replica;
    private final Reports reports;
    private final InstantSource clock;
    private final Duration interval;
    private final Semaphore due = new Semaphore(0);
    private volatile boolean closed;

    /** @param interval how often to report without a new view */
    public Reporter(String replica, Reports reports, InstantSource clock, Duration interval) {
        this.replica = replica;
        this.reports = reports;
        this.clock = clock;
        this.interval = interval;
    }

    /** Starts to report what is served. Returns at once. */
    public Thread start(Environments environments) {
        return Thread.ofVirtual().name("reports").start(() -> run(environments));
    }

    @Override
    public void installed(View view, boolean reloaded) {
        due.release();
    }

    @Override
    public void ended(String environment) {
        due.release();
    }

    private void run(Environments environments) {
        boolean swept = false;
        try {
            while (!closed) {
                boolean rung = due.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                due.drainPermits();
                if (closed) {
                    return;
                }
                try {
                    SortedMap<String, Long> revisions = revisions(environments);
                    if (rung || !revisions.isEmpty()) {
                        reports.publish(replica, clock.instant(), revisions);
                    }
                    if (!swept) {
                        reports.sweep(clock.instant().minus(FORGOTTEN));
                        swept = true;
                    }
                } catch (SourceException e) {
                    LOG.debug("the report failed; the next one says the same or more", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more reports");
        }
    }

    private static SortedMap<String, Long> revisions(Environments environments) {
        SortedMap<String, Long> revisions = new TreeMap<>();
        for (EnvironmentViews views : environments.known().followed().values()) {
            View view = views.current();
            if (view != null && !view.position().deleted()) {
                revisions.put(views.environment(), view.position().revision());
            }
        }
        return revisions;
    }

    /** Reports no more and takes back the last report, so that nobody waits for a replica that is gone. */
    public void close() {
        closed = true;
        due.release();
        try {
            reports.withdraw(replica);
        } catch (SourceException e) {
            LOG.debug("the report stays until it is too old", e);
        }
    }
}
