package io.headwater.reader.view;

import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Some layers of one environment, all as of one revision. Immutable: a commit makes a new view that shares with the old
 * one every layer that it did not touch, as the same object.
 */
public final class View {
    /** What holding a layer takes besides its entries: its scope, its places in maps, and what is known of its service. */
    private static final long LAYER_WEIGHT = 256;

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final String environment;
    private final Position position;
    private final TreePMap<Scope, Layer> layers;
    private final long weight;

    private View(String environment, Position position, TreePMap<Scope, Layer> layers, long weight) {
        this.environment = environment;
        this.position = position;
        this.layers = layers;
        this.weight = weight;
    }

    /**
     * A view of the given layers and no others.
     *
     * @param before a view that this is to replace, if there is one: a layer that is the same in it stays the same object
     */
    public static View of(String environment, Position position, Collection<Layer> layers, @Nullable View before) {
        return new View(environment, position, TreePMap.empty(), 0).with(layers, before);
    }

    /**
     * The view after a delta: everything that is held is brought to the delta's revision, and what was loaded is added.
     *
     * @param before as in {@link #of}, for what was loaded
     */
    public View advance(Page.Delta delta, @Nullable View before) {
        Map<Scope, SortedMap<String, @Nullable LayerEntry>> changes = new HashMap<>();
        for (Page.Touch touch : delta.touched()) {
            if (holds(touch.id().scope())) {
                changes.computeIfAbsent(touch.id().scope(), scope -> new TreeMap<>())
                        .put(touch.id().key(), touch.now());
            }
        }
        TreePMap<Scope, Layer> next = layers;
        long sum = weight;
        for (Map.Entry<Scope, SortedMap<String, @Nullable LayerEntry>> change : changes.entrySet()) {
            PackedEntries old = entries(layers.get(change.getKey()));
            PackedEntries now = old.with(change.getValue());
            next = next.plus(change.getKey(), new Layer(change.getKey(), now));
            sum += now.weight() - old.weight();
        }
        return new View(environment, delta.position(), next, sum).with(delta.loaded(), before);
    }

    private View with(Collection<Layer> more, @Nullable View before) {
        TreePMap<Scope, Layer> next = layers;
        long sum = weight;
        for (Layer layer : more) {
            Layer known = before == null ? null : before.layers.get(layer.scope());
            Layer now = packed(layer, known);
            sum += weightOf(now) - weightOf(next.get(layer.scope()));
            next = next.plus(layer.scope(), now);
        }
        return new View(environment, position, next, sum);
    }

    // What packing left unchanged is the same object.
    @SuppressWarnings("ReferenceEquality")
    private Layer packed(Layer layer, @Nullable Layer known) {
        Map<String, LayerEntry> kept = layer.entries();
        if (!layer.scope().everyEnvironment()) {
            // What is older belongs to an earlier environment of the same name.
            kept = new HashMap<>(kept);
            kept.values().removeIf(entry -> entry.revision() < position.since());
        }
        PackedEntries before = entries(known);
        PackedEntries now = PackedEntries.of(kept, before);
        return known != null && now == before ? known : new Layer(layer.scope(), now);
    }

    private static PackedEntries entries(@Nullable Layer layer) {
        return layer == null ? PackedEntries.EMPTY : (PackedEntries) layer.entries();
    }

    private static long weightOf(@Nullable Layer layer) {
        return layer == null ? 0 : LAYER_WEIGHT + entries(layer).weight();
    }

    /** The same without the own layers of some services. */
    public View without(Collection<String> services) {
        TreePMap<Scope, Layer> next = layers;
        long sum = weight;
        for (String service : services) {
            for (Scope scope : ownScopes(service)) {
                sum -= weightOf(next.get(scope));
                next = next.minus(scope);
            }
        }
        return new View(environment, position, next, sum);
    }

    private List<Scope> ownScopes(String service) {
        return List.of(new Scope(service, Scope.EVERY), new Scope(service, environment));
    }

    /** Tells views of this process apart, for those who must not keep an old one alive. */
    public long id() {
        return id;
    }

    public String environment() {
        return environment;
    }

    /** The one revision that all layers are of. */
    public Position position() {
        return position;
    }

    /** The scopes whose layers are held. */
    public Set<Scope> scopes() {
        return layers.keySet();
    }

    /** The services of which own layers are held, even if they have no entries. */
    public Set<String> services() {
        return layers.keySet().stream()
                .filter(scope -> !scope.everyService())
                .map(Scope::service)
                .collect(Collectors.toSet());
    }

    /** Whether a scope's layer is held, even if it has no entries. */
    public boolean holds(Scope scope) {
        return layers.containsKey(scope);
    }

    /** Whether all layers of a service are held. */
    public boolean holds(String service) {
        return layersOf(service) != null;
    }

    /** The layers of a service from weak to strong, or null if not all of them are held. */
    public @Nullable List<Layer> layersOf(String service) {
        List<Layer> found = new ArrayList<>(4);
        for (Scope scope : Scope.layersOf(service, environment)) {
            Layer layer = layers.get(scope);
            if (layer == null) {
                return null;
            }
            found.add(layer);
        }
        return found;
    }

    /** About how many bytes of memory all layers take. */
    public long weight() {
        return weight;
    }

    /** The same for the own layers of one service. */
    public long weightOf(String service) {
        return ownScopes(service).stream()
                .mapToLong(scope -> weightOf(layers.get(scope)))
                .sum();
    }

    /** Whether a service has no entries of its own, so that what it sees is what every service does. */
    public boolean withoutEntries(String service) {
        return ownScopes(service).stream()
                .allMatch(scope -> entries(layers.get(scope)).isEmpty());
    }
}
