package io.headwater.reader.view;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one environment: one thread reads what changed, builds the next view beside the present one, and swaps it as
 * one object. Readers take the present view and never wait for that thread, unless they need a layer that nobody has
 * asked for before.
 *
 * <p>Within an epoch no view is followed by an older one, whatever the source says: a Redis that lost its data, or fell
 * over to a replica that was behind, makes the view stale, not old.
 */
public final class EnvironmentViews implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentViews.class);

    private final String environment;
    private final long notBefore;
    private final ViewSource source;
    private final ViewListener listener;
    private final HoldPoint holdPoint;
    private final InstantSource clock;
    private final Duration interval;
    private final Bell bell = new Bell();
    private final Thread thread;
    private final Map<String, CompletableFuture<View>> loads = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Wait, CompletableFuture<View>> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong waits = new AtomicLong();
    private ViewSource.@Nullable Subscription subscription;
    private volatile @Nullable View view;
    private volatile Contact contact;
    private volatile boolean closed;
    private volatile boolean deleted;
    private volatile boolean leaving;

    /** Somebody who waits for a revision. */
    private record Wait(long revision, long id) implements Comparable<Wait> {
        @Override
        public int compareTo(Wait other) {
            int byRevision = Long.compare(revision, other.revision);
            return byRevision != 0 ? byRevision : Long.compare(id, other.id);
        }
    }

    /**
     * @param notBefore the commit that created the environment: a state below belongs to an earlier one of this name
     * @param interval how often to look without being rung
     */
    EnvironmentViews(
            String environment,
            long notBefore,
            ViewSource source,
            ViewListener listener,
            HoldPoint holdPoint,
            InstantSource clock,
            Duration interval) {
        this.environment = environment;
        this.notBefore = notBefore;
        this.source = source;
        this.listener = listener;
        this.holdPoint = holdPoint;
        this.clock = clock;
        this.interval = interval;
        this.contact = Contact.starting(clock.instant());
        this.thread = Thread.ofVirtual().name("views-" + environment).unstarted(this::follow);
    }

    void start() {
        thread.start();
    }

    public String environment() {
        return environment;
    }

    /** The present view; null before the first one. */
    public @Nullable View current() {
        return view;
    }

    /** How well the source is followed. */
    public Contact contact() {
        return contact;
    }

    /**
     * A view that holds all layers of a service: the present one, or the first that does. All who ask for the same service
     * wait for the same load.
     *
     * @return fails with {@link ErrorCode#UNAVAILABLE} when the source cannot give it, and with
     *     {@link ErrorCode#NO_SUCH_ENVIRONMENT} when the environment is deleted
     */
    public CompletableFuture<View> holding(String service) {
        View present = view;
        if (present != null && present.layersOf(service) != null) {
            return CompletableFuture.completedFuture(present);
        }
        CompletableFuture<View> load = loads.computeIfAbsent(service, name -> new CompletableFuture<>());
        View meanwhile = view;
        if (closed) {
            failLoads(gone());
        } else if (meanwhile != null && meanwhile.layersOf(service) != null) {
            completeLoads(meanwhile);
        } else {
            bell.ring();
        }
        return load;
    }

    /**
     * The present view if it has reached a revision, or the first that does.
     *
     * @return to be cancelled by whoever waits no longer; fails when the environment is followed no longer
     */
    public CompletableFuture<View> atLeast(long revision) {
        View now = view;
        if (now != null && now.position().revision() >= revision) {
            return CompletableFuture.completedFuture(now);
        }
        Wait wait = new Wait(revision, waits.incrementAndGet());
        CompletableFuture<View> reached = new CompletableFuture<>();
        waiting.put(wait, reached);
        var _ = reached.whenComplete((_, _) -> waiting.remove(wait));
        View present = view;
        if (closed || leaving) {
            failWaiting(gone());
        } else if (present != null) {
            completeWaiting(present);
        }
        return reached;
    }

    /** Those who wait for a revision are told that this replica stops; views are still followed and given out. */
    void sendWaitersAway() {
        leaving = true;
        failWaiting(gone());
    }

    private void follow() {
        try {
            while (!closed) {
                step();
                bell.await(interval);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is followed no longer", environment);
        } finally {
            finish();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (subscription == null) {
                subscription = source.listen(environment, bell::ring);
            }
            refresh();
        } catch (SourceException e) {
            unavailable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}: following failed; trying again", environment, e);
            unavailable("internal error: " + e.getClass().getSimpleName());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Reads until there is nothing more to load. Between the pages of a reload nothing is shown to readers. */
    private void refresh() {
        View base = view;
        boolean reloading = false;
        while (true) {
            List<Scope> wanted = wanted(base);
            boolean nothingHeld = base == null || base.scopes().isEmpty();
            Page.Held held = nothingHeld || base == null ? null : Page.Held.of(base.position());
            Page page = source.read(new Page.Request(environment, held, wanted));
            holdPoint.reached(HoldPoint.Place.PAGE_READ, environment);
            switch (page) {
                case Page.Absent() -> {
                    unavailable("Redis has no state of the environment");
                    return;
                }
                case Page.Behind(Position position) -> {
                    behind(position);
                    return;
                }
                case Page.Delta delta -> {
                    if (base == null || refused(delta.position())) {
                        return;
                    }
                    base = base.advance(delta);
                }
                case Page.Fresh fresh -> {
                    if (refused(fresh.position())) {
                        return;
                    }
                    base = View.of(environment, fresh.position(), fresh.loaded());
                    reloading = view != null && !view.scopes().isEmpty();
                }
            }
            if (base.position().deleted()) {
                deleted = true;
                install(base, reloading);
                close();
                return;
            }
            List<Scope> missing = wanted(base);
            if (holdsAllOf(view, base)) {
                install(base, reloading);
                reloading = false;
            }
            if (missing.isEmpty()) {
                return;
            }
        }
    }

    /** What has to be loaded before or with the next view: what is held and lost by a reload, and what is asked for. */
    private List<Scope> wanted(@Nullable View base) {
        Set<Scope> wanted = new LinkedHashSet<>();
        View present = view;
        if (present != null && base != null && base != present) {
            wanted.addAll(present.scopes());
        }
        for (String service : loads.keySet()) {
            wanted.addAll(Scope.layersOf(service, environment));
        }
        Stream<Scope> missing = wanted.stream().filter(scope -> base == null || !base.holds(scope));
        return new ArrayList<>(missing.toList());
    }

    private static boolean holdsAllOf(@Nullable View present, View next) {
        return present == null || present.scopes().stream().allMatch(next::holds);
    }

    private boolean refused(Position position) {
        View present = view;
        boolean older = present == null ? position.revision() < notBefore : position.olderThan(present.position());
        if (older) {
            behind(position);
        }
        return older;
    }

    private void behind(Position position) {
        View present = view;
        long needed = present == null ? notBefore : present.position().revision();
        unavailable("Redis is at revision " + position.revision() + " of epoch " + position.epoch() + ", before "
                + needed + " which has been seen already");
    }

    private void install(View next, boolean reloaded) {
        holdPoint.reached(HoldPoint.Place.BEFORE_INSTALL, environment);
        View before = view;
        view = next;
        if (!contact.current() && contact.good() != null) {
            LOG.info(
                    "{}: up to date again at revision {}",
                    environment,
                    next.position().revision());
        }
        contact = contact.worked(clock.instant());
        holdPoint.reached(HoldPoint.Place.INSTALLED, environment);
        if (before == null || !before.position().equals(next.position())) {
            listener.installed(next, reloaded);
        }
        completeWaiting(next);
        completeLoads(next);
    }

    private void completeLoads(View next) {
        for (String service : List.copyOf(loads.keySet())) {
            if (next.layersOf(service) != null) {
                CompletableFuture<View> load = loads.remove(service);
                if (load != null) {
                    load.complete(next);
                }
            }
        }
    }

    private void completeWaiting(View next) {
        Wait last = new Wait(next.position().revision(), Long.MAX_VALUE);
        waiting.headMap(last, true).values().forEach(waiter -> waiter.complete(next));
    }

    private void unavailable(String why) {
        if (contact.current()) {
            LOG.warn("{}: {}; serving what is held", environment, why);
        }
        contact = contact.failed(clock.instant(), why);
        failLoads(new HeadwaterException(
                ErrorCode.UNAVAILABLE, "the environment " + environment + " cannot be read: " + why));
    }

    private HeadwaterException gone() {
        return deleted
                ? Environments.unknown(environment)
                : new HeadwaterException(ErrorCode.UNAVAILABLE, "this replica stops");
    }

    private void failLoads(HeadwaterException why) {
        for (String service : List.copyOf(loads.keySet())) {
            CompletableFuture<View> load = loads.remove(service);
            if (load != null) {
                load.completeExceptionally(why);
            }
        }
    }

    private void failWaiting(HeadwaterException why) {
        waiting.values().forEach(waiter -> waiter.completeExceptionally(why));
    }

    private void finish() {
        closed = true;
        ViewSource.Subscription ending = subscription;
        if (ending != null) {
            try {
                ending.close();
            } catch (RuntimeException e) {
                LOG.debug("{}: the subscription could not be ended", environment, e);
            }
        }
        failLoads(gone());
        failWaiting(gone());
        listener.ended(environment);
    }

    /** Whether it is followed no longer. */
    public boolean closed() {
        return closed;
    }

    /** Follows no longer, since there is no such environment any more. */
    void delete() {
        deleted = true;
        close();
    }

    /** Follows no longer, soon. Who waits is told. */
    @Override
    public void close() {
        closed = true;
        bell.ring();
    }
}
