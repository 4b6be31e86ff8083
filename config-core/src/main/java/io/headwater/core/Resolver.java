package io.headwater.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the effective configuration from its layers: the strongest layer that has a value for a key gives it.
 *
 * <p>The same state always gives the same result, revisions included, whichever way it was reached: every reader
 * replica says the same. A key's {@linkplain Effective#changedAt() last change} follows from the layers alone. A layer
 * weaker than the winner changes nothing while the winner lives; a deletion in a stronger one uncovered what is seen now.
 * So it is the newest of the winner's own revision and of the deletions above it.
 */
public final class Resolver {
    private Resolver() {}

    /**
     * @param layers from weak to strong, as {@link Scope#layersOf} orders them
     * @param since the commit that created the environment: its content cannot be older; 0 where unknown
     * @param sinceTime when that was
     */
    public static Snapshot resolve(
            String service, String environment, List<Layer> layers, long since, Instant sinceTime) {
        NavigableMap<String, Chain> chains = new TreeMap<>();
        for (Layer layer : layers) {
            layer.entries()
                    .forEach((key, entry) ->
                            chains.computeIfAbsent(key, k -> new Chain()).add(layer.scope(), entry));
        }
        NavigableMap<String, Effective> entries = new TreeMap<>();
        NavigableMap<String, Long> removed = new TreeMap<>();
        long revision = since;
        Instant time = sinceTime;
        for (var keyed : chains.entrySet()) {
            Chain chain = keyed.getValue();
            LayerEntry newest = chain.lastChange();
            if (newest.revision() > revision) {
                revision = newest.revision();
                time = newest.time();
            }
            chain.effective()
                    .ifPresentOrElse(
                            effective -> entries.put(keyed.getKey(), effective),
                            () -> removed.put(keyed.getKey(), newest.revision()));
        }
        return new Snapshot(service, environment, revision, time, entries, removed);
    }

    /**
     * What a service sees under one key: what {@link #resolve} says of it, without looking at the others.
     *
     * @param layers from weak to strong, as {@link Scope#layersOf} orders them
     * @return empty if it sees nothing there
     */
    public static Optional<Effective> effective(List<Layer> layers, String key) {
        Chain chain = new Chain();
        for (Layer layer : layers) {
            LayerEntry entry = layer.entries().get(key);
            if (entry != null) {
                chain.add(layer.scope(), entry);
            }
        }
        return chain.effective();
    }

    /** What one key has in one layer. */
    private record Link(Scope scope, LayerEntry entry) {}

    /** What one key has in all layers, from weak to strong. Overlays that need more than the winner start from here. */
    private static final class Chain {
        private final List<Link> links = new ArrayList<>(4);

        void add(Scope scope, LayerEntry entry) {
            links.add(new Link(scope, entry));
        }

        Optional<Effective> effective() {
            Link winner = winner();
            if (winner == null) {
                return Optional.empty();
            }
            LayerEntry newest = lastChange();
            return Optional.of(
                    new Effective(winner.entry().liveValue(), winner.scope(), newest.revision(), newest.time()));
        }

        private @Nullable Link winner() {
            for (int i = links.size() - 1; i >= 0; i--) {
                if (links.get(i).entry().live()) {
                    return links.get(i);
                }
            }
            return null;
        }

        /** The newest of the winner and the deletions above it, or of all deletions where nothing is live. */
        LayerEntry lastChange() {
            LayerEntry newest = links.get(links.size() - 1).entry();
            for (int i = links.size() - 1; i >= 0; i--) {
                LayerEntry entry = links.get(i).entry();
                if (entry.revision() > newest.revision()) {
                    newest = entry;
                }
                if (entry.live()) {
                    break;
                }
            }
            return newest;
        }
    }
}
