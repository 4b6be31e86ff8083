package io.headwater.reader.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Events as they go over the wire: one chunk of a chunked body (RFC 9112, section 7.1), made once for all who are sent the same
 * event one after the other, and shared by them. Belongs to an event loop.
 */
final class Frames {
    private static final byte[] LINE_END = Variant.ascii("\r\n");

    private byte @Nullable [] last;
    private @Nullable ByteBuf frame;
    private int contentStart;

    /**
     * An event's bytes.
     *
     * @param chunked whether the body is; else it is the event alone
     * @return to be released by whoever writes it
     */
    // The same event is the same array.
    @SuppressWarnings("ReferenceEquality")
    ByteBuf of(byte[] event, boolean chunked) {
        ByteBuf shared = frame;
        if (shared == null || last != event) {
            release();
            shared = make(event);
            frame = shared;
            last = event;
        }
        return chunked ? shared.retainedDuplicate() : shared.retainedSlice(contentStart, event.length);
    }

    private ByteBuf make(byte[] event) {
        byte[] length = Variant.ascii(Integer.toHexString(event.length) + "\r\n");
        contentStart = length.length;
        return Unpooled.directBuffer(length.length + event.length + 2)
                .writeBytes(length)
                .writeBytes(event)
                .writeBytes(LINE_END);
    }

    /** Keeps none; what is being written stays until it is. */
    void release() {
        if (frame != null) {
            frame.release();
            frame = null;
            last = null;
        }
    }
}
