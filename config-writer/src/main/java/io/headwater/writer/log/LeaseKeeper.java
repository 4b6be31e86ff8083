package io.headwater.writer.log;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a lease as soon as it is free, and renews it. A thread of its own does so, that nobody who holds the lease waits
 * for the database. Safe for use by several threads.
 */
public final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Lease lease;
    private final Duration renewEvery;
    private final Runnable changed;
    private final Thread thread;
    private final Semaphore nudge = new Semaphore(0);
    private int pauses;
    private volatile boolean stopping;
    private boolean shown;

    /**
     * @param lease used by nobody else
     * @param duration of the lease; it is renewed four times as often
     * @param changed called after it was taken or lost; must not block
     */
    public LeaseKeeper(Lease lease, Duration duration, Runnable changed) {
        this.lease = lease;
        this.renewEvery = duration.dividedBy(4);
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("lease").unstarted(this::run);
    }

    /** Begins to try. */
    public void start() {
        thread.start();
    }

    /** Whether the lease is held at this moment. Never waits. */
    public boolean held() {
        return lease.held();
    }

    /** Gives up a lease that somebody else took without asking: it is not tried before it ran out. */
    public synchronized void forget() {
        pauses = 4;
        lease.forget();
        nudge.release();
    }

    /**
     * Gives a lease back with which nothing can be done from here, and lets others try first: it is not tried before
     * every one of them had its turn.
     */
    public synchronized void standAside() {
        pauses = 2;
        try {
            lease.release();
        } catch (LogUnavailableException e) {
            LOG.info("the lease could not be given back ({}); it runs out", e.getMessage());
        }
        nudge.release();
    }

    /** Stops, and gives the lease back. */
    public void stop() throws InterruptedException {
        stopping = true;
        nudge.release();
        thread.join(Duration.ofSeconds(2));
    }

    private void run() {
        try {
            while (!stopping) {
                Duration wait = step();
                announce();
                // A nudge is only a reason to look again.
                var _ = nudge.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
                nudge.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
        try {
            synchronized (this) {
                lease.release();
            }
        } catch (LogUnavailableException e) {
            LOG.info("the lease could not be given back ({}); it runs out", e.getMessage());
        }
        announce();
    }

    private synchronized Duration step() {
        if (pauses > 0) {
            Duration pause = renewEvery.multipliedBy(pauses);
            pauses = 0;
            return pause;
        }
        try {
            lease.acquire();
        } catch (LogUnavailableException e) {
            LOG.debug("the lease could not be renewed", e);
        }
        return renewEvery;
    }

    private void announce() {
        boolean now = held();
        if (now != shown) {
            shown = now;
            changed.run();
        }
    }
}
