package io.headwater.reader.serve;

import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import io.headwater.reader.content.Content;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.stream.Feed;
import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Staleness;
import io.headwater.reader.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Answers what services see. Methods wait, so they belong on virtual threads; safe for use by several. */
public final class Reads {
    private final Environments environments;
    private final ServiceContents contents;
    private final Feed feed;
    private final Duration loadWithin;

    /** @param loadWithin how long a layer that is not held may take to load */
    public Reads(Environments environments, ServiceContents contents, Feed feed, Duration loadWithin) {
        this.environments = environments;
        this.contents = contents;
        this.feed = feed;
        this.loadWithin = loadWithin;
    }

    /**
     * What a service sees, as of a revision or a later one.
     *
     * @param minRevision 0 for whatever is held
     * @throws HeadwaterException {@link ErrorCode#NOT_YET} if that revision has not come before the deadline, {@link
     *     ErrorCode#NO_SUCH_ENVIRONMENT}, or {@link ErrorCode#UNAVAILABLE}
     */
    public Seen read(String service, String environment, long minRevision, Deadline deadline)
            throws InterruptedException {
        EnvironmentViews views = environment(environment, minRevision, deadline);
        View before = views.current();
        boolean layersHeld = before != null && before.holds(service);
        View view = view(views, service, minRevision, deadline);
        Content held = layersHeld ? contents.held(view, service) : null;
        if (held == null) {
            contents.count(layersHeld);
            held = contents.of(view, service);
        }
        return new Seen(view.position(), held);
    }

    /**
     * A view that holds a service's layers, as of a revision or a later one.
     *
     * @param service or {@link io.headwater.core.Scope#EVERY} for nothing but the layers of every service
     * @param minRevision 0 for whatever is held
     * @throws HeadwaterException as {@link #read}
     */
    public View view(EnvironmentViews views, String service, long minRevision, Deadline deadline)
            throws InterruptedException {
        View present = views.current();
        if (present == null || present.position().revision() < minRevision) {
            // Waited for before the layers are, so that a replica that is behind says NOT_YET whether it holds them or
            // not.
            present = minRevision == 0 ? present : reached(views, minRevision, deadline);
        }
        if (present == null || !present.holds(service)) {
            present = loaded(views, service);
        }
        return present;
    }

    /** How old what is held of an environment may be, where that is worth saying. */
    public Optional<Staleness> staleness(String environment) {
        return Optional.ofNullable(environments.known().followed().get(environment))
                .map(EnvironmentViews::staleness);
    }

    /** The environment's views, as soon as the environment is known to exist. */
    public EnvironmentViews environment(String environment, long minRevision, Deadline deadline)
            throws InterruptedException {
        while (true) {
            Environments.Known known = environments.known();
            Optional<EnvironmentViews> found = Environments.find(known, environment, minRevision);
            if (found.isPresent()) {
                return found.get();
            }
            if (environments.leaving()) {
                throw new HeadwaterException(ErrorCode.UNAVAILABLE, "this replica stops");
            }
            if (get(known.changed(), deadline.left()).isEmpty() && deadline.passed()) {
                Catalog catalog = known.catalog();
                throw notYet(minRevision, catalog == null ? 0 : catalog.revision());
            }
        }
    }

    private View reached(EnvironmentViews views, long minRevision, Deadline deadline) throws InterruptedException {
        CompletableFuture<View> waited = views.atLeast(minRevision);
        return get(waited, deadline.left()).orElseThrow(() -> {
            waited.cancel(false);
            View held = views.current();
            return notYet(minRevision, held == null ? 0 : held.position().revision());
        });
    }

    private View loaded(EnvironmentViews views, String service) throws InterruptedException {
        return get(views.holding(service), loadWithin)
                .orElseThrow(() -> new HeadwaterException(
                        ErrorCode.UNAVAILABLE,
                        "the entries of " + service + " are not held, and loading them took longer than "
                                + loadWithin.toMillis() + " ms"));
    }

    private static HeadwaterException notYet(long wanted, long held) {
        return new HeadwaterException(
                ErrorCode.NOT_YET,
                "revision " + wanted + " has not arrived here yet; held is " + held,
                List.of(new FieldError("revision", "HELD", Long.toString(held))));
    }

    /**
     * Waits until what a service sees is interesting.
     *
     * @param interesting whether a content is worth an answer
     * @return the first that is; at the deadline, or when the replica stops, whatever there is
     */
    public Seen await(
            String service, String environment, long minRevision, Deadline deadline, Predicate<Content> interesting)
            throws InterruptedException {
        try (Feed.Subscription subscription = feed.subscribe(service, environment)) {
            Seen seen = read(service, environment, minRevision, deadline);
            while (!interesting.test(seen.content())
                    && !deadline.passed()
                    && !subscription.mailbox().closed()) {
                if (subscription.mailbox().take(deadline.left()) != null) {
                    seen = read(service, environment, minRevision, deadline);
                }
            }
            // Nothing changed, but the revision up to which nothing changed has gone on.
            return read(service, environment, minRevision, Deadline.in(Duration.ZERO));
        }
    }

    private static <T> Optional<T> get(CompletableFuture<T> future, Duration atMost) throws InterruptedException {
        try {
            return Optional.ofNullable(future.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HeadwaterException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("waiting for a view failed", e);
        }
    }
}
