package io.headwater.reader.spring;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings the environments of one answer to one revision. Each is followed by itself and is at a revision of its own; one that
 * is behind is waited for. A view that is ahead is as good if nothing that the answer needs has changed since.
 *
 * <p>An environment that does not come in time does not keep the answer back: a reader serves what it holds. Waits, so it
 * belongs on a virtual thread; safe for use by several.
 */
final class Meeting {
    private static final int ATTEMPTS = 3;

    private final Environments environments;
    private final Reads reads;

    Meeting(Environments environments, Reads reads) {
        this.environments = environments;
        this.reads = reads;
    }

    /**
     * @param services whose layers are needed; those for every service always are
     * @param profiles the environments that are asked for, from weak to strong; they need not exist
     * @param minRevision as of this commit or a later one; 0 for whatever is held
     * @throws HeadwaterException {@link ErrorCode#NOT_YET} if that revision has not come before the deadline, {@link
     *     ErrorCode#NO_SUCH_ENVIRONMENT} if there is no environment at all, {@link ErrorCode#UNAVAILABLE} if what is needed is
     *     not held and cannot be read
     */
    Held held(List<String> services, List<String> profiles, long minRevision, Deadline deadline)
            throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            try {
                return heldNow(services, profiles, minRevision, deadline);
            } catch (HeadwaterException e) {
                // Deleted since it was found; then it is a profile that does not exist.
                if (e.code() != ErrorCode.NO_SUCH_ENVIRONMENT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Held heldNow(List<String> services, List<String> profiles, long minRevision, Deadline deadline)
            throws InterruptedException {
        List<EnvironmentViews> existing = new ArrayList<>();
        for (String profile : profiles) {
            found(profile, minRevision, deadline).ifPresent(existing::add);
        }
        boolean none = existing.isEmpty();
        if (none) {
            existing.add(any(minRevision, deadline));
        }
        List<View> views = new ArrayList<>();
        for (EnvironmentViews environment : existing) {
            views.add(view(environment, services, minRevision, deadline));
        }
        boolean exact = meet(existing, views, services, deadline);
        return Held.of(views, !none, exact);
    }

    private Optional<EnvironmentViews> found(String profile, long minRevision, Deadline deadline)
            throws InterruptedException {
        try {
            return Optional.of(reads.environment(profile, minRevision, deadline));
        } catch (HeadwaterException e) {
            if (e.code() == ErrorCode.NO_SUCH_ENVIRONMENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What is of no environment is held with each of them. */
    private EnvironmentViews any(long minRevision, Deadline deadline) throws InterruptedException {
        Map<String, EnvironmentViews> followed =
                new TreeMap<>(environments.known().followed());
        for (EnvironmentViews environment : followed.values()) {
            if (environment.current() != null && !environment.closed()) {
                return environment;
            }
        }
        if (!followed.isEmpty()) {
            return reads.environment(followed.keySet().iterator().next(), minRevision, deadline);
        }
        Catalog catalog = environments.known().catalog();
        throw catalog == null
                ? new HeadwaterException(
                        ErrorCode.UNAVAILABLE,
                        "the environments are not known yet: Redis is not reachable, or not filled")
                : new HeadwaterException(
                        ErrorCode.NO_SUCH_ENVIRONMENT,
                        "there is no environment at all, and what holds for every one comes here with the first; create"
                                + " one by the write API");
    }

    private View view(EnvironmentViews environment, List<String> services, long minRevision, Deadline deadline)
            throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            View view = reads.view(environment, Scope.EVERY, minRevision, deadline);
            for (String service : services) {
                view = reads.view(environment, service, minRevision, deadline);
            }
            View last = view;
            if (services.stream().allMatch(service -> last.layersOf(service) != null)) {
                return last;
            }
        }
        throw new HeadwaterException(
                ErrorCode.UNAVAILABLE, "the entries of " + services + " could not be held at the same time");
    }

    /** Replaces views by later ones until all are of one revision, or of one content. Whether they are. */
    private boolean meet(List<EnvironmentViews> existing, List<View> views, List<String> services, Deadline deadline)
            throws InterruptedException {
        while (true) {
            checkOneEpoch(views);
            LongSummaryStatistics revisions =
                    views.stream().mapToLong(view -> view.position().revision()).summaryStatistics();
            if (views.stream().allMatch(view -> unchangedSince(revisions.getMin(), view, services))) {
                return true;
            }
            for (int i = 0; i < views.size(); i++) {
                if (views.get(i).position().revision() < revisions.getMax()) {
                    Optional<View> later = later(existing.get(i), services, revisions.getMax(), deadline);
                    if (later.isEmpty()) {
                        return false;
                    }
                    views.set(i, later.get());
                }
            }
        }
    }

    private Optional<View> later(EnvironmentViews environment, List<String> services, long revision, Deadline deadline)
            throws InterruptedException {
        if (deadline.passed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(view(environment, services, revision, deadline));
        } catch (HeadwaterException e) {
            if (e.code() == ErrorCode.NOT_YET) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void checkOneEpoch(List<View> views) {
        if (views.stream().map(view -> view.position().epoch()).distinct().count() > 1) {
            throw new HeadwaterException(
                    ErrorCode.UNAVAILABLE,
                    "the environments are of two epochs, so one is being restored from a backup; ask again");
        }
    }

    /** Whether the layers that are needed are in this view what they were at an earlier revision. */
    private static boolean unchangedSince(long revision, View view, List<String> services) {
        if (view.position().revision() == revision) {
            return true;
        }
        if (view.position().deletions() > revision) {
            return false;
        }
        List<String> needed = services.isEmpty() ? List.of(Scope.EVERY) : services;
        return needed.stream()
                .flatMap(service -> Objects.requireNonNull(view.layersOf(service)).stream())
                .flatMap(layer -> layer.entries().values().stream())
                .allMatch(entry -> entry.revision() <= revision);
    }
}
