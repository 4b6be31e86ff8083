package io.headwater.schemas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as bytes, free of any Kafka class.
 *
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to a producer at once, never compared
public record WireRecord(byte[] key, byte @Nullable [] value, List<Header> headers) {
    /** One header. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte[] value) {}

    /** Size on the wire, as an upper bound without the batch's own few bytes. */
    public int size() {
        int size = 64 + key.length + (value == null ? 0 : value.length);
        for (Header header : headers) {
            size += 10 + header.name().length() + header.value().length;
        }
        return size;
    }
}
