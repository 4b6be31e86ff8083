package io.headwater.reader.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedEntriesTest {
    private static final Instant TIME = Instant.parse("2026-11-01T12:13:14.156Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | true | 1 | false",
                "INTEGER | -9223372036854775808 | 9223372036854775807 | false",
                "NUMBER | 10.0 | 127 | false",
                "STRING | \"ünï 😀\\u0001\" | 128 | false",
                "STRING | \"\" | 16384 | true",
                "JSON | {\"a\":[1,null]} | 2097151 | false"
            })
    void shouldGiveBackWhatItWasGiven(ValueType type, String json, long revision, boolean secret) {
        EntryValue value = new EntryValue(type, JsonText.ofCompact(json), revision, secret);

        assertThat(PackedEntry.unpack(PackedEntry.pack(LayerEntry.put(value, TIME))))
                .isEqualTo(LayerEntry.put(value, TIME));
    }

    @Test
    void shouldGiveBackDeletionsAndTimesBeforeTheEpoch() {
        LayerEntry deleted = LayerEntry.deleted(7, Instant.EPOCH.minusMillis(1));

        assertThat(PackedEntry.unpack(PackedEntry.pack(deleted))).isEqualTo(deleted);
    }

    /** Held against a map that is changed in the same way. */
    @Test
    void shouldChangeAsAMapDoes() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TreeMap<String, LayerEntry> expected = new TreeMap<>();
            PackedEntries packed = PackedEntries.EMPTY;
            for (int commit = 1; commit < 20; commit++) {
                SortedMap<String, LayerEntry> changes = new TreeMap<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    changes.put("k" + random.nextInt(12), random.nextInt(4) == 0 ? null : entry(random, commit));
                }
                PackedEntries before = packed;
                Map<String, LayerEntry> beforeThat = new TreeMap<>(expected);
                packed = packed.with(changes);
                changes.forEach((key, entry) -> {
                    if (entry == null) {
                        expected.remove(key);
                    } else {
                        expected.put(key, entry);
                    }
                });

                assertThat(packed).as("seed %d commit %d", seed, commit).isEqualTo(expected);
                assertThat(packed.keySet()).containsExactlyElementsOf(expected.keySet());
                assertThat(before).isEqualTo(beforeThat);
                assertThat(packed.weight())
                        .isEqualTo(
                                PackedEntries.of(expected, PackedEntries.EMPTY).weight());
                for (int i = 0; i < 12; i++) {
                    assertThat(packed.get("k" + i)).isEqualTo(expected.get("k" + i));
                    assertThat(packed.containsKey("k" + i)).isEqualTo(expected.containsKey("k" + i));
                }
            }
        }
    }

    @Test
    void shouldBeTheSameObjectWhenNothingChanged() {
        Map<String, LayerEntry> entries = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            entries.put("k" + i, entry(new Random(i), i));
        }
        PackedEntries packed = PackedEntries.of(entries, PackedEntries.EMPTY);

        assertThat(PackedEntries.of(new TreeMap<>(entries), packed)).isSameAs(packed);
        entries.put("k3", LayerEntry.deleted(11, TIME));
        assertThat(PackedEntries.of(entries, packed)).isNotSameAs(packed).isEqualTo(entries);
        entries.remove("k3");
        assertThat(PackedEntries.of(entries, packed)).isNotSameAs(packed).isEqualTo(entries);
        assertThat(PackedEntries.of(Map.of(), PackedEntries.EMPTY)).isSameAs(PackedEntries.EMPTY);
    }

    private static LayerEntry entry(Random random, long revision) {
        return random.nextInt(3) == 0
                ? LayerEntry.deleted(revision, TIME.plusMillis(revision))
                : LayerEntry.put(
                        EntryValue.plain(
                                ValueType.INTEGER, JsonText.ofCompact(Integer.toString(random.nextInt())), revision),
                        TIME.plusMillis(revision));
    }
}
