package io.headwater.reader.view;

import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Some layers of one environment, all as of one revision. Immutable: a commit makes a new view that shares with the old
 * one every layer that it did not touch, as the same object.
 */
public final class View {
    private final String environment;
    private final Position position;
    private final TreePMap<Scope, Layer> layers;

    private View(String environment, Position position, TreePMap<Scope, Layer> layers) {
        this.environment = environment;
        this.position = position;
        this.layers = layers;
    }

    /** A view of the given layers and no others. */
    public static View of(String environment, Position position, Collection<Layer> layers) {
        return new View(environment, position, TreePMap.empty()).with(layers);
    }

    /** The view after a delta: everything that is held is brought to the delta's revision, and what was loaded is added. */
    public View advance(Page.Delta delta) {
        TreePMap<Scope, Layer> next = layers;
        for (Page.Touch touch : delta.touched()) {
            Layer layer = next.get(touch.id().scope());
            if (layer != null) {
                next = next.plus(layer.scope(), touched(layer, touch.id().key(), touch.now()));
            }
        }
        return new View(environment, delta.position(), next).with(delta.loaded());
    }

    private static Layer touched(Layer layer, String key, @Nullable LayerEntry now) {
        TreePMap<String, LayerEntry> entries = (TreePMap<String, LayerEntry>) layer.entries();
        return new Layer(layer.scope(), now == null ? entries.minus(key) : entries.plus(key, now));
    }

    private View with(Collection<Layer> more) {
        TreePMap<Scope, Layer> next = layers;
        for (Layer layer : more) {
            next = next.plus(layer.scope(), persistent(layer));
        }
        return new View(environment, position, next);
    }

    private Layer persistent(Layer layer) {
        if (layer.scope().everyEnvironment()) {
            return new Layer(layer.scope(), TreePMap.from(layer.entries()));
        }
        // What is older belongs to an earlier environment of the same name.
        TreePMap<String, LayerEntry> entries = TreePMap.empty();
        for (Map.Entry<String, LayerEntry> entry : layer.entries().entrySet()) {
            if (entry.getValue().revision() >= position.since()) {
                entries = entries.plus(entry.getKey(), entry.getValue());
            }
        }
        return new Layer(layer.scope(), entries);
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

    /** Whether a scope's layer is held, even if it has no entries. */
    public boolean holds(Scope scope) {
        return layers.containsKey(scope);
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
}
