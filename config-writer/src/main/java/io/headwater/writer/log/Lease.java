package io.headwater.writer.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One replica's view of a lease. A lease only avoids needless work: what must not happen twice is made safe elsewhere (by
 * the fencing of Kafka's producer, by compare-and-set). So two clocks that differ cost nothing but work.
 *
 * <p>Used by one thread at a time, except {@link #held}, which any may ask.
 */
public final class Lease {
    private final LeaseStore store;
    private final String name;
    private final String owner;
    private final Duration duration;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private volatile LeaseStore.@Nullable Held mine;
    private volatile long renewedAt;
    private LeaseStore.@Nullable Held watched;
    private long watchedSince;

    /**
     * @param owner a name that no other process ever has
     * @param duration a lease that is not renewed for this long may be taken
     * @param nanoTime as {@link System#nanoTime}
     */
    public Lease(
            LeaseStore store,
            String name,
            String owner,
            Duration duration,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.name = name;
        this.owner = owner;
        this.duration = duration;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the lease if it is free, given back or not renewed for its duration; renews it if it is held.
     *
     * @return whether it is held now
     * @throws LogUnavailableException when the store does not answer; a held lease is then held until it runs out
     */
    public boolean acquire() {
        LeaseStore.Held held = mine;
        if (held != null) {
            return renew(held);
        }
        Optional<LeaseStore.Held> present = store.read(name);
        if (present.isPresent() && !free(present.get())) {
            return false;
        }
        long beat = present.map(LeaseStore.Held::beat).orElse(0L) + 1;
        LeaseStore.Held next = new LeaseStore.Held(owner, beat, now());
        long before = nanoTime.getAsLong();
        if (!store.replace(name, present, next)) {
            return false;
        }
        renewedAt = before;
        mine = next;
        return true;
    }

    private boolean renew(LeaseStore.Held held) {
        long before = nanoTime.getAsLong();
        LeaseStore.Held next = new LeaseStore.Held(owner, held.beat() + 1, now());
        boolean renewed = store.replace(name, Optional.of(held), next);
        if (!renewed) {
            // A renewal whose answer got lost, this one or one before, looks like a lease taken by another: what is
            // stored
            // tells which it was.
            Optional<LeaseStore.Held> stored = own();
            renewed = stored.filter(next::equals).isPresent();
            if (!renewed && stored.isPresent()) {
                next = new LeaseStore.Held(owner, stored.get().beat() + 1, now());
                renewed = store.replace(name, stored, next)
                        || own().filter(next::equals).isPresent();
            }
        }
        mine = renewed ? next : null;
        if (renewed) {
            renewedAt = before;
        }
        return renewed;
    }

    /** What is stored, if it is this owner's. */
    private Optional<LeaseStore.Held> own() {
        return store.read(name).filter(stored -> stored.owner().equals(owner));
    }

    private boolean free(LeaseStore.Held present) {
        if (present.owner().isEmpty() || present.renewed().plus(duration).isBefore(clock.instant())) {
            return true;
        }
        if (!present.equals(watched)) {
            watched = present;
            watchedSince = nanoTime.getAsLong();
            return false;
        }
        return nanoTime.getAsLong() - watchedSince > duration.toNanos();
    }

    /** Whether the lease was taken or renewed within its duration, by this process's own clock. Asks nobody. */
    public boolean held() {
        return mine != null && nanoTime.getAsLong() - renewedAt < duration.toNanos();
    }

    /** Gives it back, so that another takes it at once. Does nothing if it is not held. */
    public void release() {
        LeaseStore.Held held = mine;
        mine = null;
        if (held != null && !store.replace(name, Optional.of(held), givenBack(held))) {
            own().ifPresent(stored -> store.replace(name, Optional.of(stored), givenBack(stored)));
        }
    }

    private LeaseStore.Held givenBack(LeaseStore.Held held) {
        return new LeaseStore.Held("", held.beat() + 1, now());
    }

    /** Holds it no longer, without telling anybody. */
    public void forget() {
        mine = null;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
