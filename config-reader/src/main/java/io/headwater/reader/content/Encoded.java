package io.headwater.reader.content;

/**
 * A body that is ready to be sent, shared by all who ask for it. Nobody may change the bytes.
 *
 * @param entityTag value of {@code ETag}, strong: equal on all replicas exactly when content, format and coding are
 * @param contentType value of {@code Content-Type}
 * @param coding how the body is coded
 */
// Never compared, and copied by nobody: that is what it is for.
@SuppressWarnings("ArrayRecordComponent")
public record Encoded(byte[] body, String entityTag, String contentType, Coding coding) {
    /** Headers of objects, the tag, and the place in a map. */
    private static final long OVERHEAD = 176;

    /** About how many bytes of memory it takes. */
    long weight() {
        return OVERHEAD + body.length;
    }
}
