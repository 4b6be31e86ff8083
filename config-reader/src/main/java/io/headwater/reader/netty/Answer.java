package io.headwater.reader.netty;

import io.headwater.reader.view.Staleness;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way to one client: small ones are gathered in one buffer, so that pipelined requests cost one write.
 * Belongs to an event loop, which lends it to one connection at a time.
 */
final class Answer {
    private static final byte[] CLOSE = Variant.ascii("Connection: close\r\n");
    private static final int FIRST = 1_024;
    private static final int ENOUGH = 64 << 10;
    private static final short LINE_END = 0x0d0a;

    private final HttpDate date;
    private @Nullable ByteBuf gathered;
    private @Nullable ChannelHandlerContext context;
    private boolean written;

    Answer(HttpDate date) {
        this.date = date;
    }

    /** From now on answers go to this connection. */
    void begin(ChannelHandlerContext to) {
        context = to;
        written = false;
    }

    /** Writes one answer. */
    void write(Prepared prepared, Variant variant, boolean notModified, boolean head, boolean close) {
        byte[] body = variant.body();
        boolean withBody = !notModified && !head;
        boolean large = withBody && body.length >= Variant.LARGE;
        ByteBuf out = room();
        out.writeBytes(notModified ? date.notModified() : date.ok());
        out.writeBytes(variant.type(notModified));
        out.writeBytes(prepared.positionLines());
        Staleness stale = prepared.views().staleness();
        if (stale != null) {
            out.writeBytes(stale.line());
        }
        out.writeBytes(variant.lines(notModified));
        if (close) {
            out.writeBytes(CLOSE);
        }
        out.writeShort(LINE_END);
        if (large) {
            flushGathered();
            send(variant.outside().retainedDuplicate());
            return;
        }
        if (withBody) {
            out.writeBytes(body);
        }
        if (out.readableBytes() >= ENOUGH) {
            flushGathered();
        }
    }

    private ByteBuf room() {
        ByteBuf out = gathered;
        if (out == null) {
            if (context == null) {
                throw new IllegalStateException("nobody is answered now");
            }
            out = context.alloc().directBuffer(FIRST);
            gathered = out;
        }
        return out;
    }

    private void flushGathered() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            send(out);
        }
    }

    private void send(ByteBuf bytes) {
        if (context == null) {
            bytes.release();
            return;
        }
        var _ = context.write(bytes, context.voidPromise());
        written = true;
    }

    /** Lets go what was written. Ends what {@link #begin} began. */
    void end() {
        flushGathered();
        ChannelHandlerContext to = context;
        context = null;
        if (written && to != null) {
            to.flush();
        }
    }
}
