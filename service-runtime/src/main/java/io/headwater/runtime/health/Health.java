package io.headwater.runtime.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every part of a service and its state. Asking never waits: a part reports, or is computed from what is in memory.
 * Safe for use by several threads.
 */
public final class Health {

    private record Registered(boolean required, Supplier<PartHealth> current) {}

    private final Map<String, Registered> parts = new LinkedHashMap<>();
    private volatile boolean started;
    private volatile boolean draining;

    /** Registers a part without which the service is not ready. */
    public HealthPart required(String name) {
        return register(name, true);
    }

    /** Registers a part that is shown, and whose loss the service survives. */
    public HealthPart optional(String name) {
        return register(name, false);
    }

    /**
     * Registers a part whose state is computed whenever somebody asks.
     *
     * @param current must not block; what it throws is shown as {@link PartState#DOWN}
     */
    public void computed(String name, boolean required, Supplier<PartHealth> current) {
        synchronized (parts) {
            if (parts.putIfAbsent(name, new Registered(required, current)) != null) {
                throw new IllegalArgumentException("the part " + name + " is registered already");
            }
        }
    }

    /** Takes a part out, as when what it watched exists no longer. */
    public void remove(String name) {
        synchronized (parts) {
            parts.remove(name);
        }
    }

    /** Says that all components have started. Before that, no report says ready. */
    public void started() {
        started = true;
    }

    /** Says that the service is about to stop: from now on it is not ready, whatever its parts say. */
    public void draining() {
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }

    /** The state of everything now. */
    public HealthReport report() {
        Map<String, Registered> copy;
        synchronized (parts) {
            copy = new LinkedHashMap<>(parts);
        }
        List<HealthReport.Part> reports = new ArrayList<>();
        copy.forEach((name, part) -> reports.add(new HealthReport.Part(name, part.required(), ask(part))));
        boolean ready = started && reports.stream().allMatch(HealthReport.Part::ready);
        HealthReport.Status status = draining
                ? HealthReport.Status.DRAINING
                : ready ? HealthReport.Status.READY : HealthReport.Status.NOT_READY;
        return new HealthReport(status, reports);
    }

    private HealthPart register(String name, boolean required) {
        HealthPart part = new HealthPart(name);
        computed(name, required, part::current);
        return part;
    }

    private static PartHealth ask(Registered part) {
        try {
            return part.current().get();
        } catch (RuntimeException e) {
            return new PartHealth(
                    PartState.DOWN,
                    "asking for the state failed: " + e.getClass().getSimpleName());
        }
    }
}
