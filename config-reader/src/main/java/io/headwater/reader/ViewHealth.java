package io.headwater.reader;

import io.headwater.reader.view.Contact;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the readiness says about the views. Ready means that everything has been read once, up to what Redis had then;
 * after that, a Redis that is away makes the views stale, and they are served all the same. An environment that is made
 * later and has not been read yet is no reason to send those of all others away.
 */
final class ViewHealth {
    private final Environments environments;
    private final InstantSource clock;
    private volatile boolean everComplete;

    ViewHealth(Environments environments, InstantSource clock) {
        this.environments = environments;
        this.clock = clock;
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
        List<String> starting = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        Duration age = Duration.ZERO;
        for (EnvironmentViews views : environments.known().followed().values()) {
            String problem = views.contact().problem();
            if (problem != null) {
                (views.current() == null ? starting : stale).add(views.environment() + ": " + problem);
                Duration staleFor = views.contact().staleFor(now);
                age = age.compareTo(staleFor) < 0 ? staleFor : age;
            }
        }
        if (!starting.isEmpty() && !everComplete) {
            return new PartHealth(PartState.STARTING, String.join("; ", starting));
        }
        everComplete = true;
        stale.addAll(starting);
        return stale.isEmpty()
                ? new PartHealth(PartState.UP, null, Behind.NOTHING)
                : new PartHealth(PartState.STALE, String.join("; ", stale), new Behind(null, age));
    }
}
