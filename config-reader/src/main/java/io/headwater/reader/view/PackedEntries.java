package io.headwater.reader.view;

import io.headwater.core.LayerEntry;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one layer in little memory: sorted keys, each with its entry as bytes, which become objects only while
 * somebody looks at them. Immutable; what a commit does not touch is shared with the layer before it. The texts of keys
 * are shared by all layers of the process, since a service has mostly the same ones in every environment.
 */
final class PackedEntries extends AbstractMap<String, LayerEntry> {
    static final PackedEntries EMPTY = new PackedEntries(new String[0], new byte[0][]);

    /** Two references, and the header of an array, which are padded to eight bytes. */
    private static final int SLOT = 8;

    private static final int HEADER = 16;

    private final String[] keys;
    private final byte[][] packed;
    private final long weight;

    private PackedEntries(String[] keys, byte[][] packed) {
        this.keys = keys;
        this.packed = packed;
        this.weight = weigh(keys, packed);
    }

    private static long weigh(String[] keys, byte[][] packed) {
        long sum = 2L * HEADER;
        for (int i = 0; i < keys.length; i++) {
            // A key is counted with its characters alone: others hold it as well.
            sum += SLOT + padded(HEADER + packed[i].length) + keys[i].length();
        }
        return sum;
    }

    private static long padded(int bytes) {
        return (bytes + 7L) & ~7L;
    }

    /**
     * Packs entries.
     *
     * @param before what this replaces: entries that are the same are shared with it; if all are, it is returned itself
     */
    static PackedEntries of(Map<String, LayerEntry> entries, PackedEntries before) {
        SortedMap<String, LayerEntry> sorted = new TreeMap<>(entries);
        String[] keys = new String[sorted.size()];
        byte[][] packed = new byte[sorted.size()][];
        int size = 0;
        boolean same = sorted.size() == before.size();
        for (Map.Entry<String, LayerEntry> entry : sorted.entrySet()) {
            byte[] now = PackedEntry.pack(entry.getValue());
            int at = before.find(entry.getKey());
            boolean known = at >= 0 && Arrays.equals(before.packed[at], now);
            same &= known;
            keys[size] = at >= 0 ? before.keys[at] : entry.getKey().intern();
            packed[size++] = known ? before.packed[at] : now;
        }
        return same ? before : new PackedEntries(keys, packed);
    }

    /** The entries after a commit: each change is a put, or takes the key away where it has no entry. */
    PackedEntries with(SortedMap<String, @Nullable LayerEntry> changes) {
        String[] newKeys = new String[keys.length + changes.size()];
        byte[][] newPacked = new byte[newKeys.length][];
        int from = 0;
        int size = 0;
        for (Map.Entry<String, @Nullable LayerEntry> change : changes.entrySet()) {
            int at = Arrays.binarySearch(keys, from, keys.length, change.getKey());
            boolean known = at >= 0;
            int until = known ? at : -at - 1;
            System.arraycopy(keys, from, newKeys, size, until - from);
            System.arraycopy(packed, from, newPacked, size, until - from);
            size += until - from;
            from = known ? until + 1 : until;
            LayerEntry now = change.getValue();
            if (now != null) {
                newKeys[size] = known ? keys[at] : change.getKey().intern();
                newPacked[size++] = PackedEntry.pack(now);
            }
        }
        System.arraycopy(keys, from, newKeys, size, keys.length - from);
        System.arraycopy(packed, from, newPacked, size, keys.length - from);
        size += keys.length - from;
        return new PackedEntries(Arrays.copyOf(newKeys, size), Arrays.copyOf(newPacked, size));
    }

    /** About how many bytes of memory they take. */
    long weight() {
        return weight;
    }

    private int find(Object key) {
        return key instanceof String text ? Arrays.binarySearch(keys, text) : -1;
    }

    @Override
    public @Nullable LayerEntry get(Object key) {
        int at = find(key);
        return at < 0 ? null : PackedEntry.unpack(packed[at]);
    }

    @Override
    public boolean containsKey(Object key) {
        return find(key) >= 0;
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super LayerEntry> action) {
        for (int i = 0; i < keys.length; i++) {
            action.accept(keys[i], PackedEntry.unpack(packed[i]));
        }
    }

    @Override
    public Set<Map.Entry<String, LayerEntry>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, LayerEntry>> iterator() {
                return new Unpacking();
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    private final class Unpacking implements Iterator<Map.Entry<String, LayerEntry>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Map.Entry<String, LayerEntry> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int at = next++;
            return Map.entry(keys[at], PackedEntry.unpack(packed[at]));
        }
    }
}
