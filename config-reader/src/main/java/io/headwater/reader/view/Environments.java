package io.headwater.reader.view;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Scope;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the catalog of environments, and through it every environment that exists. A catalog never goes back within
 * an epoch. Safe for use by several threads.
 */
public final class Environments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Environments.class);

    /**
     * What is known at one moment.
     *
     * @param catalog null before it has been read once
     * @param followed every environment of the catalog
     * @param changed completed when this is known no longer
     */
    public record Known(
            @Nullable Catalog catalog, Map<String, EnvironmentViews> followed, CompletableFuture<Void> changed) {
        Known(@Nullable Catalog catalog, Map<String, EnvironmentViews> followed) {
            this(catalog, Map.copyOf(followed), new CompletableFuture<>());
        }
    }

    private final Following following;
    private final ViewSource source;
    private final InstantSource clock;
    private final Bell bell = new Bell();
    private final Thread thread = Thread.ofVirtual().name("catalog").unstarted(this::follow);
    private ViewSource.@Nullable Subscription subscription;
    private volatile Known known = new Known(null, Map.of());
    private volatile Contact contact;
    private volatile boolean closed;
    private volatile boolean leaving;

    /** Follows nothing yet. */
    public Environments(Following following) {
        this.following = following;
        this.source = following.source();
        this.clock = following.clock();
        this.contact = Contact.starting(clock.instant());
    }

    /** Starts to follow. Returns at once. */
    public void start() {
        thread.start();
    }

    /** What is known now. */
    public Known known() {
        return known;
    }

    /**
     * Tells those who wait for a revision, or for an environment, that it will not come here any more; reading goes on.
     * Whoever asks later is told at once.
     */
    public void sendWaitersAway() {
        leaving = true;
        Known now = known;
        now.changed().complete(null);
        now.followed().values().forEach(EnvironmentViews::sendWaitersAway);
    }

    /** Whether nobody should wait here any longer. */
    public boolean leaving() {
        return leaving;
    }

    /** Looks at the clock: see {@link EnvironmentViews#staleness}. */
    public void tick() {
        known.followed().values().forEach(EnvironmentViews::tick);
    }

    /** How well the catalog is followed. */
    public Contact contact() {
        return contact;
    }

    /**
     * An environment that exists.
     *
     * @param minRevision as of this commit or a later one
     * @return empty if it is not known yet, and {@link Known#changed} is worth waiting for
     * @throws HeadwaterException {@link ErrorCode#NO_SUCH_ENVIRONMENT} if there is none, and {@link ErrorCode#UNAVAILABLE} if
     *     no catalog has been read
     */
    public static Optional<EnvironmentViews> find(Known known, String environment, long minRevision) {
        EnvironmentViews followed = known.followed().get(environment);
        if (followed != null) {
            return Optional.of(followed);
        }
        Catalog catalog = known.catalog();
        if (catalog == null) {
            throw new HeadwaterException(
                    ErrorCode.UNAVAILABLE, "the environments are not known yet: Redis is not reachable, or not filled");
        }
        if (catalog.revision() >= minRevision) {
            throw unknown(environment);
        }
        return Optional.empty();
    }

    static HeadwaterException unknown(String environment) {
        return HeadwaterException.field(
                ErrorCode.NO_SUCH_ENVIRONMENT, "environment", "there is no environment " + Names.quoted(environment));
    }

    private void follow() {
        try {
            while (!closed) {
                step();
                bell.await(following.interval());
            }
        } catch (InterruptedException e) {
            LOG.debug("the catalog is followed no longer");
        } finally {
            finish();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (subscription == null) {
                subscription = source.listen(Scope.EVERY, bell::ring);
            }
            source.catalog().ifPresentOrElse(this::take, () -> failed("Redis has no catalog: not filled yet, or lost"));
        } catch (SourceException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("following the catalog failed; trying again", e);
            failed("internal error: " + e.getClass().getSimpleName());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void take(Catalog catalog) {
        Known before = known;
        if (before.catalog() != null && catalog.olderThan(before.catalog())) {
            failed("Redis' catalog is at revision " + catalog.revision() + ", before "
                    + before.catalog().revision() + " which has been seen already");
            return;
        }
        contact = contact.worked(clock.instant());
        boolean same = catalog.equals(before.catalog())
                && before.followed().values().stream().noneMatch(EnvironmentViews::closed);
        if (same) {
            return;
        }
        Map<String, EnvironmentViews> followed = new HashMap<>();
        catalog.environments().forEach((name, since) -> {
            EnvironmentViews views = before.followed().get(name);
            followed.put(
                    name, views == null || views.closed() ? followed(name, notBefore(views, catalog, since)) : views);
        });
        before.followed().forEach((name, views) -> {
            if (!followed.containsKey(name)) {
                dropped(name, views, catalog, followed);
            }
        });
        known = new Known(catalog, followed);
        before.changed().complete(null);
    }

    /** What an environment had been seen to reach before it was deleted stays seen. */
    private static long notBefore(@Nullable EnvironmentViews earlier, Catalog catalog, long since) {
        View view = earlier == null ? null : earlier.current();
        return view != null && view.position().epoch() == catalog.epoch()
                ? Math.max(since, view.position().revision())
                : since;
    }

    /** An environment that the catalog does not list is deleted, unless its view is of a later commit than the catalog. */
    private static void dropped(
            String name, EnvironmentViews views, Catalog catalog, Map<String, EnvironmentViews> followed) {
        View view = views.current();
        boolean newer = view != null
                && !view.position().deleted()
                && view.position().epoch() == catalog.epoch()
                && view.position().revision() > catalog.revision();
        if (newer && !views.closed()) {
            followed.put(name, views);
        } else {
            LOG.info("the environment {} is deleted", name);
            views.delete();
        }
    }

    private EnvironmentViews followed(String name, long since) {
        LOG.info("following the environment {}", name);
        EnvironmentViews views = new EnvironmentViews(name, since, following);
        views.start();
        return views;
    }

    private void failed(String why) {
        if (contact.current()) {
            LOG.warn("{}; serving what is held", why);
        }
        contact = contact.failed(clock.instant(), why);
    }

    private void finish() {
        if (subscription != null) {
            try {
                subscription.close();
            } catch (RuntimeException e) {
                LOG.debug("the subscription could not be ended", e);
            }
        }
        known.followed().values().forEach(EnvironmentViews::close);
    }

    /** Follows no longer, soon. */
    @Override
    public void close() {
        closed = true;
        bell.ring();
    }
}
