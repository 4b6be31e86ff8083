package io.headwater.reader.view;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int MOST_WANTED = 512;

    private final String environment;
    private final long notBefore;
    private final Following following;
    private final ViewSource source;
    private final ViewListener listener;
    private final HoldPoint holdPoint;
    private final InstantSource clock;
    private final Bell bell = new Bell();
    private final Thread thread;
    private final Loads loads = new Loads();
    private final Waits waits = new Waits();
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
    /** Dropped under those who waited for changes of them; to be told of when they are back. */
    private final Set<String> owed = new HashSet<>();

    private ViewSource.@Nullable Subscription subscription;
    private volatile @Nullable View view;
    private volatile Contact contact;
    private volatile @Nullable Staleness staleness;
    private volatile boolean closed;
    private volatile boolean deleted;
    private volatile boolean leaving;

    /** @param notBefore the commit that created the environment: a state below belongs to an earlier one of this name */
    EnvironmentViews(String environment, long notBefore, Following following) {
        this.environment = environment;
        this.notBefore = notBefore;
        this.following = following;
        this.source = following.source();
        this.listener = following.listener();
        this.holdPoint = following.holdPoint();
        this.clock = following.clock();
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

    /** How old what is held may be, where that is worth saying; null while the source is followed. One volatile read. */
    public @Nullable Staleness staleness() {
        return staleness;
    }

    /** Looks at the clock. Called some times a second, by a thread that nothing holds up. */
    void tick() {
        Contact looked;
        do {
            looked = contact;
            Duration silent = looked.silentFor(clock.instant());
            boolean worthSaying =
                    view != null && silent.compareTo(following.stale().markAfter()) > 0;
            staleness = worthSaying ? new Staleness(silent.toMillis()) : null;
        } while (!looked.equals(contact)); // or contact that was just made would be overwritten
    }

    /**
     * A view that holds all layers of a service: the present one, or the first that does. All who ask for the same service
     * wait for the same load.
     *
     * @return fails with {@link ErrorCode#UNAVAILABLE} when the source cannot give it, at once where it has not been heard
     *     of for some time, and with {@link ErrorCode#NO_SUCH_ENVIRONMENT} when the environment is deleted
     */
    public CompletableFuture<View> holding(String service) {
        View present = view;
        if (present != null && present.holds(service)) {
            return CompletableFuture.completedFuture(present);
        }
        Staleness silent = staleness;
        String problem = contact.problem();
        if (silent != null && problem != null) {
            return CompletableFuture.failedFuture(unreadable("for " + silent.text() + " ms, " + problem));
        }
        if (loads.full()) {
            return CompletableFuture.failedFuture(unreadable(Loads.MOST + " services are being loaded already"));
        }
        Loads.Joined joined = loads.join(service);
        View meanwhile = view;
        if (closed) {
            loads.fail(gone());
        } else if (meanwhile != null && meanwhile.holds(service)) {
            loads.complete(service, meanwhile);
        } else if (joined.first()) {
            bell.ring();
        }
        return joined.load();
    }

    /** Holds the own layers of some services no longer, soon: all but those that somebody waits for. */
    public void drop(Collection<String> services) {
        unwanted.addAll(services);
        bell.ring();
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
        CompletableFuture<View> reached = waits.add(revision);
        View present = view;
        if (closed || leaving) {
            waits.fail(gone());
        } else if (present != null) {
            waits.complete(present);
        }
        return reached;
    }

    /** Those who wait for a revision are told that this replica stops; views are still followed and given out. */
    void sendWaitersAway() {
        leaving = true;
        waits.fail(gone());
    }

    private void follow() {
        try {
            while (!closed) {
                step();
                bell.await(following.interval());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is followed no longer", environment);
        } finally {
            finish();
        }
    }

    private void step() throws InterruptedException {
        try {
            makeRoom();
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

    /**
     * Drops what is unwanted. Whoever comes to wait for a service in the meantime has seen the view before, and would miss
     * what changes: the service is loaded again, and told of.
     */
    private void makeRoom() {
        View present = view;
        Set<String> services = new HashSet<>(unwanted);
        unwanted.removeAll(services);
        if (present == null) {
            return;
        }
        services.removeIf(
                service -> present.weightOf(service) == 0 || following.pins().pinned(environment, service));
        if (services.isEmpty()) {
            return;
        }
        view = present.without(services);
        listener.dropped(environment, services);
        for (String service : services) {
            if (following.pins().pinned(environment, service)) {
                owed.add(service);
                var _ = loads.join(service);
            }
        }
    }

    /** Reads until there is nothing more to load. Between the pages of a reload nothing is shown to readers. */
    private void refresh() {
        View base = view;
        boolean reloading = false;
        // Whether the next view holds at least what the present one does, by the way it was made.
        boolean wider = true;
        Set<String> loaded = new HashSet<>();
        while (true) {
            bell.hush();
            List<Scope> wanted = wanted(base, wider);
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
                    base = base.advance(delta, view);
                    delta.loaded().forEach(layer -> loaded.add(layer.scope().service()));
                }
                case Page.Fresh fresh -> {
                    if (refused(fresh.position())) {
                        return;
                    }
                    base = View.of(environment, fresh.position(), fresh.loaded(), view);
                    reloading = view != null && !view.scopes().isEmpty();
                    wider = false;
                    fresh.loaded().forEach(layer -> loaded.add(layer.scope().service()));
                }
            }
            if (base.position().deleted()) {
                deleted = true;
                install(base, reloading, loaded);
                close();
                return;
            }
            if (wider || holdsAllOf(view, base)) {
                install(base, reloading, loaded);
                reloading = false;
                wider = true;
                loaded.clear();
                // Here too: while more is asked for all the time, this does not return.
                makeRoom();
                base = view;
            }
            if (wanted(base, wider).isEmpty()) {
                return;
            }
        }
    }

    /**
     * What has to be loaded before or with the next view: what is held and lost by a reload, and what is asked for. Of much,
     * only as much as any page gives.
     */
    private List<Scope> wanted(@Nullable View base, boolean wider) {
        View present = view;
        Stream<Scope> lost = present == null || wider ? Stream.empty() : present.scopes().stream();
        Stream<Scope> asked = loads.services().stream().flatMap(name -> Scope.layersOf(name, environment).stream());
        return Stream.concat(lost, asked)
                .filter(scope -> base == null || !base.holds(scope))
                .distinct()
                .limit(MOST_WANTED)
                .toList();
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

    /** @param loaded services of which layers were read since the last one */
    private void install(View next, boolean reloaded, Set<String> loaded) {
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
        staleness = null;
        holdPoint.reached(HoldPoint.Place.INSTALLED, environment);
        boolean paid = owed.removeIf(next::holds);
        if (paid || before == null || !before.position().equals(next.position())) {
            listener.installed(next, reloaded);
        }
        waits.complete(next);
        loads.complete(loaded, next);
    }

    private void unavailable(String why) {
        if (contact.current()) {
            LOG.warn("{}: {}; serving what is held", environment, why);
        }
        contact = contact.failed(clock.instant(), why);
        loads.fail(unreadable(why));
    }

    private HeadwaterException unreadable(String why) {
        return new HeadwaterException(
                ErrorCode.UNAVAILABLE, "the environment " + environment + " cannot be read: " + why);
    }

    private HeadwaterException gone() {
        return deleted
                ? Environments.unknown(environment)
                : new HeadwaterException(ErrorCode.UNAVAILABLE, "this replica stops");
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
        loads.fail(gone());
        waits.fail(gone());
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
