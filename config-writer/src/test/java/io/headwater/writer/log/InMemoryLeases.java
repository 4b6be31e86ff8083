package io.headwater.writer.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases in memory. A replica's view of them can be cut off. */
public final class InMemoryLeases implements LeaseStore {
    private final Map<String, Held> leases;
    private volatile boolean cutOff;

    public InMemoryLeases() {
        this(new HashMap<>());
    }

    private InMemoryLeases(Map<String, Held> leases) {
        this.leases = leases;
    }

    /** The same leases as another replica sees them. */
    public InMemoryLeases forAnother() {
        return new InMemoryLeases(leases);
    }

    /** From now on this replica does not reach them. */
    public void cutOff() {
        cutOff = true;
    }

    public void rejoin() {
        cutOff = false;
    }

    @Override
    public Optional<Held> read(String name) {
        mayFail();
        synchronized (leases) {
            return Optional.ofNullable(leases.get(name));
        }
    }

    @Override
    public boolean replace(String name, Optional<Held> expected, Held with) {
        mayFail();
        synchronized (leases) {
            if (!read(name).equals(expected)) {
                return false;
            }
            leases.put(name, with);
            return true;
        }
    }

    private void mayFail() {
        if (cutOff) {
            throw new LogUnavailableException("cut off", new IllegalStateException("test"));
        }
    }
}
