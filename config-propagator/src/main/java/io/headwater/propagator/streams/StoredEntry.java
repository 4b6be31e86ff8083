package io.headwater.propagator.streams;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the state store keeps it. A deletion is kept as well, or the replay of an old put would bring the entry
 * back (rule 15).
 *
 * @param millis when the commit was made
 * @param sweep number of the last sweep that has seen it
 * @param value of the record; null for a deletion
 */
@SuppressWarnings("ArrayRecordComponent") // read and written, never compared
record StoredEntry(long revision, long millis, long sweep, byte @Nullable [] value) {
    private static final int HEAD = 1 + 3 * Long.BYTES;

    static StoredEntry decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean live = buffer.get() == 1;
        long revision = buffer.getLong();
        long millis = buffer.getLong();
        long sweep = buffer.getLong();
        if (!live) {
            return new StoredEntry(revision, millis, sweep, null);
        }
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        return new StoredEntry(revision, millis, sweep, value);
    }

    byte[] encode() {
        byte[] tail = value == null ? new byte[0] : value;
        return ByteBuffer.allocate(HEAD + tail.length)
                .put((byte) (value == null ? 0 : 1))
                .putLong(revision)
                .putLong(millis)
                .putLong(sweep)
                .put(tail)
                .array();
    }

    StoredEntry seenBy(long sweepNumber) {
        return new StoredEntry(revision, millis, sweepNumber, value);
    }

    boolean live() {
        return value != null;
    }
}
