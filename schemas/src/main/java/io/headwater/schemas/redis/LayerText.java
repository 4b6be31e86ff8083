package io.headwater.schemas.redis;

import io.headwater.core.LayerEntry;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A field of a layer: {@code <revision> <milliseconds> <value of the record>}, where the milliseconds say when the
 * commit was made and the value is the record's, byte by byte. A deletion is kept, with nothing behind the second space.
 */
public final class LayerText {
    private LayerText() {}

    /**
     * The text, as UTF-8.
     *
     * @param value of the record; empty for a deletion
     */
    public static byte[] encode(long revision, long millis, byte[] value) {
        byte[] head = (revision + " " + millis + " ").getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[head.length + value.length];
        System.arraycopy(head, 0, text, 0, head.length);
        System.arraycopy(value, 0, text, head.length, value.length);
        return text;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedRecordException if it is none, or its value is not an entry's
     */
    public static LayerEntry decode(String text) throws MalformedRecordException {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (first < 0 || second < 0) {
            throw new MalformedRecordException("a layer's text has no revision and time");
        }
        try {
            long revision = Long.parseLong(text, 0, first, 10);
            Instant time = Instant.ofEpochMilli(Long.parseLong(text, first + 1, second, 10));
            if (second + 1 == text.length()) {
                return LayerEntry.deleted(revision, time);
            }
            return LayerEntry.put(RecordCodec.decodeEntryValue(text.substring(second + 1)), time);
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("a layer's text starts with " + e.getMessage());
        }
    }
}
