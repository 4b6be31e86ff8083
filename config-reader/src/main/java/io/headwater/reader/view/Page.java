package io.headwater.reader.view;

import io.headwater.core.EntryId;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one atomic read of an environment gave: everything in it is of one revision. */
public sealed interface Page {

    /**
     * What is asked for.
     *
     * @param held what the caller holds layers of; null if of nothing
     * @param wanted layers to load in full, the first ones first
     */
    record Request(String environment, @Nullable Held held, List<Scope> wanted) {
        public Request {
            wanted = List.copyOf(wanted);
        }
    }

    /** The state that the caller's layers are of. */
    record Held(String generation, long revision, long since) {
        /** The part of a position that deltas depend on. */
        public static Held of(Position position) {
            return new Held(position.generation(), position.revision(), position.since());
        }
    }

    /**
     * One key as it is now.
     *
     * @param now the newest put or deletion; null if even the deletion is forgotten
     */
    record Touch(EntryId id, @Nullable LayerEntry now) {}

    /** There is no state of this environment: not built yet, or lost. */
    record Absent() implements Page {}

    /** The state is older than what the caller holds; nothing is given. */
    record Behind(Position position) implements Page {}

    /**
     * What was held is still good.
     *
     * @param touched all that changed since the held revision, in any layer
     * @param loaded the first of the wanted layers, at least one if any was wanted
     */
    record Delta(Position position, List<Touch> touched, List<Layer> loaded) implements Page {}

    /**
     * What was held is void, or nothing was: another generation, another life of the environment, or too much changed.
     *
     * @param loaded the first of the wanted layers, at least one if any was wanted
     */
    record Fresh(Position position, List<Layer> loaded) implements Page {}
}
