package io.headwater.writer.state;

import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.Metadata;
import io.headwater.core.ValueType;
import java.time.Instant;

/** What one key in one scope is: an entry, or the fact that it was deleted, which a refill of the topic has to tell. */
public sealed interface Stored {
    /** The commit that put or deleted it last. */
    long revision();

    /** When that commit was made. */
    Instant time();

    /** What its record says. */
    LayerEntry layerEntry();

    /**
     * An entry.
     *
     * @param created the commit that put it first, since it did not exist
     */
    record Live(ValueType type, JsonText value, Metadata metadata, long revision, Instant time, long created)
            implements Stored {
        @Override
        public LayerEntry layerEntry() {
            return LayerEntry.put(EntryValue.plain(type, value, revision), time);
        }
    }

    /** A deleted entry. */
    record Deleted(long revision, Instant time) implements Stored {
        @Override
        public LayerEntry layerEntry() {
            return LayerEntry.deleted(revision, time);
        }
    }
}
