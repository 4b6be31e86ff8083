package io.headwater.core;

import java.util.Comparator;
import java.util.List;

/**
 * Where an entry holds: a service or {@linkplain #EVERY every} service, in an environment or every environment.
 * Ordered by environment, then service, so that an environment's scopes are neighbours.
 */
public record Scope(String service, String environment) implements Comparable<Scope> {
    /** Stands for every service, or every environment. */
    public static final String EVERY = "_";

    private static final Comparator<Scope> ORDER =
            Comparator.comparing(Scope::environment).thenComparing(Scope::service);

    /** Whether entries of this scope concern every service. */
    public boolean everyService() {
        return service.equals(EVERY);
    }

    /** Whether entries of this scope concern every environment. */
    public boolean everyEnvironment() {
        return environment.equals(EVERY);
    }

    /**
     * The four scopes that make up the effective configuration of a service in an environment, from weak to strong:
     * every service everywhere, every service in this environment, this service everywhere, this service in this
     * environment.
     */
    public static List<Scope> layersOf(String service, String environment) {
        return List.of(
                new Scope(EVERY, EVERY),
                new Scope(EVERY, environment),
                new Scope(service, EVERY),
                new Scope(service, environment));
    }

    @Override
    public int compareTo(Scope other) {
        return ORDER.compare(this, other);
    }

    /** {@code service/environment}, as in paths. */
    @Override
    public String toString() {
        return service + "/" + environment;
    }
}
