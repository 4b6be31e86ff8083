package io.headwater.reader.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** What has arrived on a connection and belongs to no request that has been taken in hand. Belongs to an event loop. */
final class PendingInput {
    private @Nullable ByteBuf bytes;

    /** Adds what has arrived; takes it over. */
    void append(ByteBuf in, ByteBufAllocator allocator) {
        ByteBuf before = bytes;
        if (before == null) {
            bytes = in;
            return;
        }
        ByteBuf both = allocator.buffer(before.readableBytes() + in.readableBytes());
        both.writeBytes(before).writeBytes(in);
        before.release();
        in.release();
        bytes = both;
    }

    boolean empty() {
        return bytes == null;
    }

    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** Copies from the start, as much as there is and fits; returns how much that is. */
    int peek(byte[] into) {
        ByteBuf in = bytes;
        if (in == null) {
            return 0;
        }
        int count = Math.min(in.readableBytes(), into.length);
        in.getBytes(in.readerIndex(), into, 0, count);
        return count;
    }

    /** Passes over the request at the start. */
    void skip(long count) {
        ByteBuf in = bytes;
        if (in != null) {
            in.skipBytes((int) count);
            if (!in.isReadable()) {
                drop();
            }
        }
    }

    /** Gives up to so many bytes away; null if there are none. */
    @Nullable ByteBuf take(long most) {
        ByteBuf in = bytes;
        if (in == null || most == 0) {
            return null;
        }
        if (in.readableBytes() <= most) {
            bytes = null;
            return in;
        }
        return in.readRetainedSlice((int) most);
    }

    void drop() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
