package io.headwater.writer.log;

import java.time.Instant;
import java.util.Optional;

/** Where replicas agree on who does what only one should do. */
public interface LeaseStore {
    /**
     * A lease as it is stored.
     *
     * @param owner who holds it; empty when it was given back
     * @param beat grows with every renewal, so that others see that the owner lives without comparing clocks
     * @param renewed by the owner's clock
     */
    record Held(String owner, long beat, Instant renewed) {}

    /** The lease of this name, if anybody ever took it. */
    Optional<Held> read(String name);

    /**
     * Replaces the lease if it is still {@code expected}.
     *
     * @param expected empty: nobody ever took it
     * @return whether it was replaced
     */
    boolean replace(String name, Optional<Held> expected, Held with);
}
