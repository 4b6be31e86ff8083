package io.headwater.runtime.lifecycle;

import io.headwater.runtime.health.Health;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final List<Component> components;
    private final Duration stopWithin;
    private final Deque<Component> started = new ArrayDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param components in dependency order: what others need comes first */
    public Lifecycle(Health health, List<? extends Component> components) {
        this(health, components, DEFAULT_STOP_WITHIN);
    }

    public Lifecycle(Health health, List<? extends Component> components, Duration stopWithin) {
        this.health = health;
        this.components = List.copyOf(components);
        this.stopWithin = stopWithin;
    }

    /**
     * Starts every component. When one fails, those that were started are stopped.
     *
     * @throws Exception what the component threw
     */
    public void start() throws Exception {
        for (Component component : components) {
            synchronized (started) {
                if (stopping.get()) {
                    return;
                }
                started.push(component);
            }
            try {
                component.start();
            } catch (Exception e) {
                stop();
                throw e;
            }
            LOG.debug("{} has started", component.name());
        }
        health.started();
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
