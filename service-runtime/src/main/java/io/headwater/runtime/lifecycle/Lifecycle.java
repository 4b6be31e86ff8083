package io.headwater.runtime.lifecycle;

import io.headwater.runtime.health.Health;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts components in the order in which they depend on each other and stops them in reverse. Stopping takes a bounded
 * time: a component that does not stop is interrupted and left behind, so that the others still get their turn.
 *
 * <p>{@link #start} and {@link #stop} may be called by different threads; each takes effect once.
 */
public final class Lifecycle {

    /** Leaves the rest of ten seconds to the JVM. */
    public static final Duration DEFAULT_STOP_WITHIN = Duration.ofSeconds(9);

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Health health;
    private final List<Component> components = new ArrayList<>();
    private final Duration stopWithin;
    private final Deque<Component> started = new ArrayDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Lifecycle(Health health) {
        this(health, DEFAULT_STOP_WITHIN);
    }

    public Lifecycle(Health health, Duration stopWithin) {
        this.health = health;
        this.stopWithin = stopWithin;
    }

    /**
     * Adds a component, after those that it needs and before the start.
     *
     * @return the component
     */
    public <T extends Component> T add(T component) {
        components.add(component);
        return component;
    }

    /**
     * Starts every component. When one fails, those that were started are stopped.
     *
     * @throws Exception what the component threw
     */
    public void start() throws Exception {
        for (Component component : List.copyOf(components)) {
            synchronized (started) {
                if (stopping.get()) {
                    return;
                }
                started.push(component);
            }
            try {
                component.start();
            } catch (Exception e) {
                failure.compareAndSet(null, e);
                stop();
                throw e;
            }
            LOG.debug("{} has started", component.name());
        }
        health.started();
    }

    /**
     * Stops everything because going on is impossible, as when a component finds in the background what it would have
     * refused at start. Returns at once; the process then ends with status 1. Only the first cause counts.
     */
    public void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            Thread.ofPlatform().name("stop-after-failure").start(this::stop);
        }
    }

    /** Why it had to stop; empty if nothing failed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Drains and stops every component that was started. Returns within the bound; a second call waits for the first. */
    public void stop() {
        health.draining();
        if (!stopping.compareAndSet(false, true)) {
            awaitStopped();
            return;
        }
        long deadline = System.nanoTime() + stopWithin.toNanos();
        List<Component> reverse;
        synchronized (started) {
            reverse = List.copyOf(started);
        }
        for (Component component : reverse) {
            bounded(component, "drain", component::drain, deadline);
        }
        for (Component component : reverse) {
            bounded(component, "stop", component::stop, deadline);
        }
        stopped.countDown();
    }

    /** Waits until {@link #stop} is done. Returns early, with the interrupt flag set, when interrupted. */
    public void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Half of what is left: one component that hangs must not take the time of all the others.
    private static void bounded(Component component, String what, Component.ThrowingAction action, long deadline) {
        Thread thread = Thread.ofVirtual().name(what + "-" + component.name()).start(() -> {
            try {
                action.run();
            } catch (Exception e) {
                LOG.warn("{}: {} failed", component.name(), what, e);
            }
        });
        try {
            Duration share = Duration.ofNanos(Math.max(1_000_000, (deadline - System.nanoTime()) / 2));
            if (!thread.join(share)) {
                LOG.warn("{}: did not {} within {} ms and is left behind", component.name(), what, share.toMillis());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }
}
