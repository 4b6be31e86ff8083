package io.headwater.reader.view;

import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One entry as bytes, for as long as nobody looks at it: one byte of flags and type, revision and milliseconds in
 * groups of seven bits, then the value's JSON in UTF-8. Objects for the same would take more room than most values do.
 */
final class PackedEntry {
    private static final int LIVE = 1;
    private static final int SECRET = 2;
    private static final int TYPE_SHIFT = 2;
    private static final int GROUP = 7;
    private static final int MORE = 0x80;
    private static final int LONGEST_NUMBER = 10;
    private static final ValueType[] TYPES = ValueType.values();

    private PackedEntry() {}

    static byte[] pack(LayerEntry entry) {
        EntryValue value = entry.value();
        byte[] json = value == null ? new byte[0] : value.value().text().getBytes(StandardCharsets.UTF_8);
        byte[] head = new byte[1 + 2 * LONGEST_NUMBER];
        head[0] = value == null ? 0 : flags(value);
        int size = number(head, 1, entry.revision());
        size = number(head, size, entry.time().toEpochMilli());
        byte[] packed = new byte[size + json.length];
        System.arraycopy(head, 0, packed, 0, size);
        System.arraycopy(json, 0, packed, size, json.length);
        return packed;
    }

    // Packed entries live no longer than this process: no order of constants is kept anywhere.
    @SuppressWarnings("EnumOrdinal")
    private static byte flags(EntryValue value) {
        return (byte) (LIVE | (value.secret() ? SECRET : 0) | (value.type().ordinal() << TYPE_SHIFT));
    }

    private static int number(byte[] to, int at, long number) {
        int end = at;
        long left = number;
        while ((left & -MORE) != 0) {
            to[end++] = (byte) ((left & (MORE - 1)) | MORE);
            left >>>= GROUP;
        }
        to[end++] = (byte) left;
        return end;
    }

    static LayerEntry unpack(byte[] packed) {
        Numbers numbers = new Numbers(packed);
        long revision = numbers.next();
        Instant time = Instant.ofEpochMilli(numbers.next());
        int flags = packed[0];
        if ((flags & LIVE) == 0) {
            return LayerEntry.deleted(revision, time);
        }
        String json = new String(packed, numbers.at, packed.length - numbers.at, StandardCharsets.UTF_8);
        EntryValue value =
                new EntryValue(TYPES[flags >> TYPE_SHIFT], JsonText.ofCompact(json), revision, (flags & SECRET) != 0);
        return LayerEntry.put(value, time);
    }

    private static final class Numbers {
        private final byte[] packed;
        private int at = 1;

        Numbers(byte[] packed) {
            this.packed = packed;
        }

        long next() {
            long number = 0;
            int shift = 0;
            while (true) {
                byte group = packed[at++];
                number |= (long) (group & (MORE - 1)) << shift;
                if (group >= 0) {
                    return number;
                }
                shift += GROUP;
            }
        }
    }
}
