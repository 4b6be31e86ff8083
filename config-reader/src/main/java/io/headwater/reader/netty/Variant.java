package io.headwater.reader.netty;

import io.headwater.reader.content.Coding;
import io.headwater.reader.content.Encoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One body with the header lines that belong to it, in the order in which Jetty writes those of {@code SnapshotRoutes}.
 * Immutable, but for the copy outside of the heap, which belongs to one event loop.
 */
final class Variant {
    /** From this size on a body is written from memory outside of the heap, without being copied for each reader. */
    static final int LARGE = 16 << 10;

    private static final String SHARED_LINES = "Cache-Control: no-cache\r\nVary: Accept-Encoding\r\n";
    private static final byte[] NOT_MODIFIED_TYPE = ascii("Content-Type: application/json\r\n");

    private final byte[] tag;
    private final byte[] body;
    private final byte[] type;
    private final byte[] lines;
    private final byte[] notModifiedLines;
    private @Nullable ByteBuf outside;

    Variant(Encoded encoded) {
        this.tag = ascii(encoded.entityTag());
        this.body = encoded.body();
        this.type = ascii("Content-Type: " + encoded.contentType() + "\r\n");
        String tagged = "ETag: " + encoded.entityTag() + "\r\n" + SHARED_LINES;
        String coding = encoded.coding() == Coding.IDENTITY
                ? ""
                : "Content-Encoding: " + encoded.coding().token() + "\r\n";
        this.lines = ascii(tagged + coding + "Content-Length: " + body.length + "\r\n");
        this.notModifiedLines = ascii(tagged + "Content-Length: 0\r\n");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] tag() {
        return tag;
    }

    byte[] body() {
        return body;
    }

    byte[] type(boolean notModified) {
        return notModified ? NOT_MODIFIED_TYPE : type;
    }

    byte[] lines(boolean notModified) {
        return notModified ? notModifiedLines : lines;
    }

    /** A copy of the body outside of the heap, made when it is first asked for. */
    ByteBuf outside() {
        ByteBuf copy = outside;
        if (copy == null) {
            copy = Unpooled.directBuffer(body.length, body.length).writeBytes(body);
            outside = copy;
        }
        return copy;
    }

    /** What the body takes, with the copy that is made of a large one. */
    long mostBytes() {
        return body.length >= LARGE ? 2L * body.length : body.length;
    }

    /** Gives the copy back, when what is being written of it has been written. */
    void release() {
        if (outside != null) {
            outside.release();
            outside = null;
        }
    }
}
