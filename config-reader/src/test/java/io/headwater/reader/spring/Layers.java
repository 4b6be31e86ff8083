package io.headwater.reader.spring;

import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Layers and views from keys and JSON, all of revision 7. */
final class Layers {
    static final long REVISION = 7;
    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

    private Layers() {}

    /** @param keysAndValues key, JSON, key, JSON, … */
    static Layer layer(String service, String environment, String... keysAndValues) {
        Map<String, LayerEntry> entries = new TreeMap<>();
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            JsonText value = JsonText.parse(keysAndValues[i + 1]);
            entries.put(
                    keysAndValues[i], LayerEntry.put(EntryValue.plain(ValueType.infer(value), value, REVISION), TIME));
        }
        return new Layer(new Scope(service, environment), entries);
    }

    /** A view of what is given, with empty layers for what else a service needs. */
    static View view(String environment, List<String> services, Layer... given) {
        Map<Scope, Layer> layers = new TreeMap<>();
        for (String service : services) {
            Scope.layersOf(service, environment).forEach(scope -> layers.put(scope, Layer.empty(scope)));
        }
        for (Layer layer : given) {
            layers.put(layer.scope(), layer);
        }
        Position position = new Position("g", 1, REVISION, TIME, 0, 1, TIME, false, null);
        return View.of(environment, position, new ArrayList<>(layers.values()), null);
    }

    /** The properties of a source as text. */
    static Map<String, String> texts(Source source) {
        return source.properties().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        property -> property.getValue().value().text()));
    }
}
