package io.headwater.core;

import java.util.Map;

/**
 * The entries of one scope, deletions included.
 *
 * @param scope the scope
 * @param entries by key; not copied, so the caller must not change it
 */
public record Layer(Scope scope, Map<String, LayerEntry> entries) {
    /** A layer without entries. */
    public static Layer empty(Scope scope) {
        return new Layer(scope, Map.of());
    }
}
