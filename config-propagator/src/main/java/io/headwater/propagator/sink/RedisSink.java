package io.headwater.propagator.sink;

import io.headwater.propagator.Faults;
import io.headwater.propagator.sink.SinkStatus.Phase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store at what the topic says.
 *
 * <pre>
 *   WAITING ──▶ STANDBY ──(lease)──▶ RESUME ──────────▶ LIVE
 *      ▲                                │ ▲               │
 *      │                    (too old,   ▼ └──(mismatch)───┤
 *      │                     replaced) AFRESH ───────────▶│
 *      └──────────(Kafka or Redis cannot be reached)──────┘
 * </pre>
 *
 * Whatever does not fit leads back to looking at what the store holds. {@link #start} and {@link #stop} may be called
 * once each, by any thread.
 */
public final class RedisSink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Rebuild.Tools tools;
    private final SinkStatus status;
    private final String owner;
    private final Thread thread;
    private final ExecutorService builders = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean leased;
    private volatile long leaseAsked;
    /** Why what the store holds cannot be continued; empty where it can. Only the thread of the sink uses it. */
    private String afresh = "";

    /**
     * @param ids random ids: of generations, and of this sink among others on the same store
     * @param records decodes what is read
     */
    public RedisSink(
            EnvironmentStore store,
            EntriesLog log,
            RecordReader records,
            SinkStatus status,
            SinkOptions options,
            InstantSource clock,
            Supplier<String> ids,
            Faults faults) {
        this.tools = new Rebuild.Tools(store, log, records, clock, ids, faults, options);
        this.status = status;
        this.owner = ids.get();
        this.thread = Thread.ofPlatform().name("redis-sink").unstarted(this::work);
    }

    /** Begins to work in the background. */
    public void start() {
        thread.start();
    }

    /** Ends; what is under way is finished or given up, and the lease is given back. */
    public void stop() throws InterruptedException {
        stopping.set(true);
        thread.join(Duration.ofSeconds(2));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        }
        builders.shutdownNow();
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        while (!stopping.get()) {
            try {
                awaitStore();
                awaitLease();
                Thread keeper = Thread.ofVirtual().name("redis-sink-lease").start(this::keepLease);
                try {
                    session();
                } finally {
                    keeper.interrupt();
                    keeper.join();
                }
                pause = FIRST_PAUSE;
            } catch (StartAfreshException e) {
                LOG.info("starting afresh: {}", e.getMessage());
                afresh = String.valueOf(e.getMessage());
            } catch (EntriesLog.PositionLostException e) {
                LOG.warn("starting afresh: {}", e.getMessage());
                afresh = String.valueOf(e.getMessage());
            } catch (StateMismatchException e) {
                status.mismatch();
                LOG.warn("going back to what Redis holds: {}", e.getMessage());
                afresh = "";
            } catch (InterruptedException | Rebuild.GivenUpException e) {
                LOG.debug("interrupted");
            } catch (RuntimeException e) {
                status.is(Phase.DOWN, String.valueOf(e.getMessage()));
                LOG.warn("the sink cannot work, trying again: {}", e.toString());
                LOG.debug("the sink cannot work", e);
                pause = pause(pause);
            }
        }
        giveBackLease();
    }

    private void session() throws InterruptedException {
        try (SinkSession session = new SinkSession(tools, status, builders, this::mayWork)) {
            if (afresh.isEmpty()) {
                session.resume();
            } else {
                session.startAfresh();
                // It is done: what ends this session, perhaps days later, is no reason to do it again.
                afresh = "";
            }
            session.run();
        }
    }

    private boolean mayWork() {
        return leased && !stopping.get();
    }

    private Duration pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void awaitStore() throws InterruptedException {
        String policy = Waiting.on(tools.store().evictionPolicy());
        if (!policy.equals("noeviction")) {
            throw new IllegalStateException("maxmemory-policy of Redis is " + policy
                    + ": when its memory is full it would drop entries, and readers would serve configurations with"
                    + " holes; set it to noeviction");
        }
    }

    private void awaitLease() throws InterruptedException {
        Duration retry = tools.options().lease().dividedBy(6);
        while (!stopping.get()) {
            if (askForLease()) {
                return;
            }
            status.is(Phase.STANDBY, "another sink is active on this Redis");
            Thread.sleep(retry);
        }
        throw new InterruptedException("stopping");
    }

    private boolean askForLease() throws InterruptedException {
        CompletionStage<Boolean> answer =
                tools.store().lease(owner, tools.options().lease());
        leased = Waiting.on(answer);
        leaseAsked = System.nanoTime();
        return leased;
    }

    /** Without it two sinks work at once: safe, because the store compares, and wasteful. */
    private void keepLease() {
        try {
            while (leased) {
                Thread.sleep(tools.options().lease().dividedBy(3));
                try {
                    if (!askForLease()) {
                        LOG.info("another sink has taken over");
                    }
                } catch (RuntimeException e) {
                    LOG.debug("the lease could not be prolonged: {}", e.getMessage());
                    leased = System.nanoTime() - leaseAsked
                            < tools.options().lease().toNanos();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
    }

    private void giveBackLease() {
        try {
            Waiting.on(tools.store().release(owner));
        } catch (InterruptedException | RuntimeException e) {
            LOG.debug("the lease runs out by itself: {}", e.getMessage());
        }
    }
}
