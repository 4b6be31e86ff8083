package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.Scope;
import io.headwater.core.Snapshot;
import io.headwater.core.ValueType;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots for tests. */
final class Snapshots {
    private Snapshots() {}

    /** A snapshot whose entries are put by revision 1. */
    static Snapshot of(Map<String, JsonText> values) {
        TreeMap<String, Effective> entries = new TreeMap<>();
        values.forEach((key, value) -> entries.put(
                key,
                new Effective(
                        EntryValue.plain(ValueType.infer(value), value, 1),
                        new Scope("shop", "dev"),
                        1,
                        Instant.EPOCH)));
        return new Snapshot("shop", "dev", 1, Instant.EPOCH, entries, new TreeMap<>());
    }
}
