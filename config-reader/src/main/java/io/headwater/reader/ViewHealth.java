package io.headwater.reader;

import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.Contact;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.StaleRules;
import io.headwater.reader.view.Staleness;
import io.headwater.reader.view.View;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.LagClock;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the readiness says about the views. Ready means that everything has been read once, up to what Redis had then;
 * after that, a Redis that is away makes the views stale, and they are served all the same, until that has lasted too long.
 * A replica that knows of commits and cannot get them sends readers to others sooner. An environment that is made
 * later and has not been read yet is no reason to send those of all others away.
 */
final class ViewHealth {
    private final Environments environments;
    private final InstantSource clock;
    private final StaleRules rules;
    private final Map<String, LagClock> lags = new ConcurrentHashMap<>();
    private volatile boolean everComplete;

    ViewHealth(Environments environments, InstantSource clock, StaleRules rules) {
        this.environments = environments;
        this.clock = clock;
        this.rules = rules;
    }

    void register(Health health) {
        health.computed("catalog", true, this::catalog);
        health.computed("environments", true, this::views);
    }

    private PartHealth catalog() {
        return state(environments.contact(), environments.known().catalog() != null);
    }

    private PartHealth state(Contact contact, boolean held) {
        String problem = contact.problem();
        if (problem == null) {
            return new PartHealth(PartState.UP, null, Behind.NOTHING);
        }
        return held
                ? new PartHealth(PartState.STALE, problem, new Behind(null, contact.staleFor(clock.instant())))
                : new PartHealth(PartState.STARTING, problem);
    }

    private PartHealth views() {
        if (environments.known().catalog() == null) {
            return new PartHealth(PartState.STARTING, "the environments are not known yet");
        }
        Instant now = clock.instant();
        Summary summary = new Summary();
        for (EnvironmentViews views : environments.known().followed().values()) {
            summary.add(views, now);
        }
        lags.keySet().retainAll(environments.known().followed().keySet());
        if (!summary.starting.isEmpty() && !everComplete) {
            return new PartHealth(PartState.STARTING, String.join("; ", summary.starting));
        }
        everComplete = true;
        return summary.health();
    }

    /** What the environments say, gathered. */
    private final class Summary {
        private final List<String> starting = new ArrayList<>();
        private final List<String> stale = new ArrayList<>();
        private final List<String> tooStale = new ArrayList<>();
        private final List<String> tooFarBehind = new ArrayList<>();
        private Duration age = Duration.ZERO;
        private long revisions;

        void add(EnvironmentViews views, Instant now) {
            String name = views.environment();
            View view = views.current();
            String problem = views.contact().problem();
            if (view == null) {
                if (problem != null) {
                    starting.add(name + ": " + problem);
                }
                return;
            }
            Staleness staleness = views.staleness();
            String why = problem == null ? "Redis has not answered yet" : problem;
            Duration silent = staleness == null ? views.contact().staleFor(now) : Duration.ofMillis(staleness.millis());
            Duration behind = behind(name, view, staleness != null);
            if (silent.compareTo(rules.notReadyAfter()) > 0) {
                tooStale.add(name + ": nothing newer than revision "
                        + view.position().revision() + " can have been seen for " + silent.toMillis()
                        + " ms, and the limit is " + rules.notReadyAfter().toMillis() + " ms: " + why);
            } else if (behind.compareTo(rules.behindNotReadyAfter()) > 0) {
                tooFarBehind.add(name + ": behind for " + behind.toMillis() + " ms, at revision "
                        + view.position().revision() + " of " + newest() + ", and the limit is "
                        + rules.behindNotReadyAfter().toMillis() + " ms: " + why);
                revisions = Math.max(revisions, newest() - view.position().revision());
            } else if (problem != null || staleness != null) {
                stale.add(name + ": " + why);
            }
            age = age.compareTo(silent) < 0 ? silent : age;
        }

        PartHealth health() {
            if (!tooStale.isEmpty()) {
                tooStale.addAll(tooFarBehind);
                return new PartHealth(PartState.DOWN, String.join("; ", tooStale), new Behind(null, age));
            }
            if (!tooFarBehind.isEmpty()) {
                return new PartHealth(
                        PartState.CATCHING_UP, String.join("; ", tooFarBehind), new Behind(revisions, age));
            }
            stale.addAll(starting);
            return stale.isEmpty()
                    ? new PartHealth(PartState.UP, null, Behind.NOTHING)
                    : new PartHealth(PartState.STALE, String.join("; ", stale), new Behind(null, age));
        }
    }

    private long newest() {
        Catalog catalog = environments.known().catalog();
        return catalog == null ? 0 : catalog.revision();
    }

    /**
     * For how long commits have been missing that the catalog speaks of. What Redis itself does not have of an environment
     * yet, no replica can have: that counts only while this one has not been told so by Redis just now.
     */
    private Duration behind(String environment, View view, boolean outOfContact) {
        LagClock lag = lags.computeIfAbsent(environment, name -> new LagClock(clock));
        Catalog catalog = environments.known().catalog();
        Position position = view.position();
        long reached;
        if (catalog == null || !outOfContact || position.epoch() > catalog.epoch()) {
            reached = Long.MAX_VALUE;
        } else {
            reached = position.epoch() == catalog.epoch() ? position.revision() : 0;
        }
        Instant newest = catalog == null ? Instant.EPOCH : catalog.time();
        return lag.lag(newest(), newest, reached, position.time());
    }
}
