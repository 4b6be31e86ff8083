package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.Layer;
import io.headwater.core.Resolver;
import io.headwater.core.Snapshot;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What services see. A service is resolved when it is first asked for; the result holds for every
 * view in which the four layers are the same objects, so a commit costs nothing for services that it did not touch.
 * What is held is found without a lock. Thread-safe.
 */
public final class ServiceContents implements ViewListener {
    private final Map<String, Map<String, Slot>> environments = new ConcurrentHashMap<>();
    private final Ticks ticks;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder encoded = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param ticks by which it is noted when a service was used last */
    public ServiceContents(Ticks ticks) {
        this.ticks = ticks;
    }

    /**
     * The place of one service in one environment. When it was used last is only written when it is another tick, so that
     * processors do not fight over it.
     */
    public static final class Slot {
        private volatile int used;
        private volatile @Nullable Resolved resolved;

        private void touch(int now) {
            if (used != now) {
                used = now;
            }
        }

        /** The tick of its last use. */
        public int used() {
            return used;
        }

        /** About how many bytes its encoded forms take. */
        public long weight() {
            Resolved present = resolved;
            return present == null ? 0 : present.content.weight();
        }

        /** Throws away its encoded forms. */
        public void dropForms() {
            Resolved present = resolved;
            if (present != null) {
                present.content.dropForms();
            }
        }
    }

    /** A content and what it was resolved from. */
    private static final class Resolved {
        private final Position position;
        private final List<Layer> layers;
        private final Content content;
        /** A view that the content is known to hold for: looking at the id is less work than at the layers. */
        private volatile long view;

        Resolved(View view, List<Layer> layers, Content content) {
            this.position = view.position();
            this.layers = layers;
            this.content = content;
            this.view = view.id();
        }

        // A layer that no commit touched is passed on from view to view as the same object.
        @SuppressWarnings("ReferenceEquality")
        boolean holdsFor(View now, List<Layer> layersNow) {
            if (position.epoch() != now.position().epoch()
                    || position.since() != now.position().since()) {
                return false;
            }
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i) != layersNow.get(i)) {
                    return false;
                }
            }
            view = now.id();
            return true;
        }
    }

    /**
     * What a service sees in a view, if that is known already. For those who must not wait: takes no lock, and resolves
     * nothing. Counted as a hit where it gives something.
     *
     * @return null if it has to be resolved, or not even its layers are held
     */
    public @Nullable Content held(View view, String service) {
        Content known = known(view, service);
        if (known != null) {
            hits.increment();
        }
        return known;
    }

    private @Nullable Content known(View view, String service) {
        Slot slot = environment(view.environment()).get(service);
        Resolved present = slot == null ? null : slot.resolved;
        if (slot == null || present == null) {
            return null;
        }
        slot.touch(ticks.now());
        if (present.view == view.id()) {
            return present.content;
        }
        List<Layer> layers = view.layersOf(service);
        return layers != null && present.holdsFor(view, layers) ? present.content : null;
    }

    /**
     * What a service sees in a view.
     *
     * @param view holds the layers of the service
     */
    public Content of(View view, String service) {
        Content known = known(view, service);
        if (known != null) {
            return known;
        }
        List<Layer> layers = Objects.requireNonNull(view.layersOf(service), "the view does not hold the service");
        Slot slot = environment(view.environment()).computeIfAbsent(service, name -> new Slot());
        slot.touch(ticks.now());
        Resolved now;
        synchronized (slot) {
            Resolved before = slot.resolved;
            if (before != null
                    && (before.holdsFor(view, layers) || view.position().olderThan(before.position))) {
                now = before;
            } else {
                now = new Resolved(view, layers, resolve(view, service, layers, before));
                slot.resolved = now;
            }
        }
        // Whoever asks with an old view while a newer one has been resolved gets what belongs to the old one, not kept.
        return now.holdsFor(view, layers) ? now.content : resolve(view, service, layers, null);
    }

    private Map<String, Slot> environment(String name) {
        Map<String, Slot> present = environments.get(name);
        return present == null ? environments.computeIfAbsent(name, n -> new ConcurrentHashMap<>()) : present;
    }

    /** Counts a request that was answered by what had been made of a content before. */
    public void hit() {
        hits.increment();
    }

    /** Notes that a service is in use, for those who answer without asking for its content each time. */
    public void use(String environment, String service) {
        Slot slot = environment(environment).get(service);
        if (slot != null) {
            slot.touch(ticks.now());
        }
    }

    /**
     * Counts a request that {@link #held} gave nothing for.
     *
     * @param layersHeld whether it could be answered without asking Redis
     */
    public void count(boolean layersHeld) {
        (layersHeld ? hits : misses).increment();
    }

    /** Requests that were answered from memory. */
    public long hits() {
        return hits.sum();
    }

    /** Requests that had to wait for Redis. */
    public long misses() {
        return misses.sum();
    }

    /** Bytes that have been encoded since the start, in all. */
    public long encoded() {
        return encoded.sum();
    }

    /** About how many bytes of memory all encoded forms take. */
    public long weight() {
        return environments.values().stream()
                .flatMap(services -> services.values().stream())
                .mapToLong(Slot::weight)
                .sum();
    }

    /** Shows the place of every service that has been asked for in an environment. */
    public void forEach(String environment, BiConsumer<String, Slot> action) {
        environments.getOrDefault(environment, Map.of()).forEach(action);
    }

    @Override
    public void dropped(String environment, Set<String> services) {
        dropped.add(services.size());
        forget(environment, services);
    }

    /** Services whose layers were dropped. */
    public long dropped() {
        return dropped.sum();
    }

    /** Forgets some services of an environment. Whoever has their content may go on using it. */
    public void forget(String environment, Set<String> services) {
        environments.getOrDefault(environment, Map.of()).keySet().removeAll(services);
    }

    /** Forgets an environment that is gone. */
    public void forget(String environment) {
        environments.remove(environment);
    }

    @Override
    public void ended(String environment) {
        forget(environment);
    }

    @Override
    public void installed(View view, boolean reloaded) {
        // Looked at when somebody asks.
    }

    private Content resolve(View view, String service, List<Layer> layers, @Nullable Resolved before) {
        Position position = view.position();
        Snapshot snapshot = Resolver.resolve(service, view.environment(), layers, position.since(), position.created());
        Content now = new Content(
                service, view.environment(), layers, position, snapshot.revision(), snapshot.time(), encoded);
        if (before == null || before.position.epoch() != position.epoch()) {
            return now;
        }
        Content earlier = before.content;
        if (snapshot.revision() > earlier.revision()) {
            return now;
        }
        // A rebuilt state may have forgotten deletions, so its content can look older than what has been served
        // already.
        return sameValues(earlier.snapshot().entries(), snapshot.entries())
                ? earlier
                : new Content(
                        service, view.environment(), layers, position, position.revision(), position.time(), encoded);
    }

    private static boolean sameValues(SortedMap<String, Effective> one, SortedMap<String, Effective> other) {
        return one.size() == other.size()
                && one.entrySet().stream().allMatch(entry -> {
                    Effective there = other.get(entry.getKey());
                    return there != null
                            && there.value().equals(entry.getValue().value());
                });
    }
}
