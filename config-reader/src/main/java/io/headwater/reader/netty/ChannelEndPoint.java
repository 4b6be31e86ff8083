package io.headwater.reader.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes between a channel and Jetty, in both directions, bounded in both: the event loop gives what has arrived, Jetty
 * takes it when it wants more; what Jetty writes is copied and written by the event loop, and while too much of it has not
 * gone out, Jetty waits. Jetty's time-outs watch both.
 *
 * <p>{@link #give}, {@link #end} and {@link #lost} are called by the event loop, the rest by Jetty's threads.
 */
final class ChannelEndPoint extends AbstractEndPoint {
    /** So much of an answer may be on its way. */
    private static final int WINDOW = 256 << 10;

    private final ChannelConnector connector;
    private final Channel channel;
    private final Client client;
    private final ArrayDeque<ByteBuf> input = new ArrayDeque<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicBoolean waitsForRoom = new AtomicBoolean();
    private int readable;
    private long taken;
    private boolean ended;
    private volatile boolean abandoned;

    /** Who has the channel. Called by the event loop, in the order in which things happened. */
    interface Client {
        /**
         * Jetty waits for more bytes.
         *
         * @param taken how many it has taken since the connection began
         */
        void jettyWaits(ChannelEndPoint endPoint, long taken);

        /** Some of what was given has been taken. */
        void jettyTook(ChannelEndPoint endPoint);

        /** Jetty will write no more. */
        void jettyEnded(ChannelEndPoint endPoint);

        /** A stream begins in the place of Jetty's answer. */
        void streamBegins(ChannelEndPoint endPoint, StreamRequest request);
    }

    ChannelEndPoint(ChannelConnector connector, Channel channel, Client client) {
        super(connector.getScheduler());
        this.connector = connector;
        this.channel = channel;
        this.client = client;
    }

    /** Gives bytes that have arrived; takes them over. */
    void give(ByteBuf bytes) {
        synchronized (input) {
            if (isOpen()) {
                input.add(bytes);
                readable += bytes.readableBytes();
            } else {
                bytes.release();
            }
        }
        wake();
    }

    /** No more bytes will come. */
    void end() {
        synchronized (input) {
            ended = true;
        }
        wake();
    }

    /** Bytes that Jetty has not taken. */
    int untaken() {
        synchronized (input) {
            return readable;
        }
    }

    /**
     * Lets a stream answer the request that Jetty handles now. Called by the thread that handles it, before anything has been
     * written: what Jetty still writes goes nowhere.
     */
    void handOver(StreamRequest request) {
        abandoned = true;
        channel.eventLoop().execute(() -> client.streamBegins(this, request));
    }

    /** The channel is gone. */
    void lost() {
        connector.getExecutor().execute(() -> close(new EofException("the client has gone")));
    }

    private void wake() {
        if (isFillInterested()) {
            connector.getExecutor().execute(() -> getFillInterest().fillable());
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        // Jetty's buffers hold what is between position and limit; behind that is room.
        int position = buffer.hasRemaining() ? buffer.position() : 0;
        int start = buffer.hasRemaining() ? buffer.limit() : 0;
        int filled;
        synchronized (input) {
            filled = takeInto(buffer, start);
            buffer.limit(start + filled).position(position);
            readable -= filled;
            taken += filled;
            if (filled == 0) {
                return ended || !isOpen() ? -1 : 0;
            }
        }
        notIdle();
        channel.eventLoop().execute(() -> client.jettyTook(this));
        return filled;
    }

    private int takeInto(ByteBuffer buffer, int start) {
        int at = start;
        while (at < buffer.capacity() && !input.isEmpty()) {
            ByteBuf next = input.element();
            int count = Math.min(buffer.capacity() - at, next.readableBytes());
            buffer.limit(at + count).position(at);
            next.readBytes(buffer);
            at += count;
            if (!next.isReadable()) {
                input.remove().release();
            }
        }
        return at - start;
    }

    @Override
    protected void needsFillInterest() {
        if (abandoned) {
            connector.getExecutor().execute(this::close);
            return;
        }
        boolean waits;
        long soFar;
        synchronized (input) {
            waits = input.isEmpty() && !ended;
            soFar = taken;
        }
        if (waits) {
            channel.eventLoop().execute(() -> client.jettyWaits(this, soFar));
        } else {
            wake();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (isOutputShutdown()) {
            throw new EofException("the output is closed");
        }
        if (abandoned) {
            for (ByteBuffer buffer : buffers) {
                buffer.position(buffer.limit());
            }
            return true;
        }
        long wanted = 0;
        for (ByteBuffer buffer : buffers) {
            wanted += buffer.remaining();
        }
        int count = (int) Math.min(wanted, WINDOW - unwritten.get());
        if (count > 0) {
            ByteBuf copy = copy(buffers, count);
            unwritten.addAndGet(count);
            channel.eventLoop().execute(() -> write(copy, count));
            notIdle();
        }
        return count == wanted;
    }

    private ByteBuf copy(ByteBuffer[] buffers, int count) {
        ByteBuf copy = channel.alloc().buffer(count);
        for (ByteBuffer buffer : buffers) {
            int part = Math.min(buffer.remaining(), count - copy.readableBytes());
            int limit = buffer.limit();
            buffer.limit(buffer.position() + part);
            copy.writeBytes(buffer);
            buffer.limit(limit);
        }
        return copy;
    }

    private void write(ByteBuf bytes, int count) {
        var _ = channel.writeAndFlush(bytes).addListener((ChannelFuture done) -> {
            written(count);
            if (!done.isSuccess()) {
                lost();
            }
        });
    }

    private void written(int count) {
        unwritten.addAndGet(-count);
        roomAgain();
    }

    private void roomAgain() {
        if (unwritten.get() < WINDOW && waitsForRoom.getAndSet(false)) {
            notIdle();
            connector.getExecutor().execute(() -> getWriteFlusher().completeWrite());
        }
    }

    @Override
    protected void onIncompleteFlush() {
        waitsForRoom.set(true);
        roomAgain();
    }

    @Override
    protected void doShutdownOutput() {
        channel.eventLoop().execute(() -> client.jettyEnded(this));
    }

    @Override
    protected void doClose() {
        channel.eventLoop().execute(() -> client.jettyEnded(this));
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        synchronized (input) {
            input.forEach(ByteBuf::release);
            input.clear();
            readable = 0;
        }
        Connection connection = getConnection();
        if (connection != null) {
            connection.onClose(cause);
        }
        connector.closed(this);
        super.onClose(cause);
    }

    @Override
    public Object getTransport() {
        return channel;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return channel.localAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return channel.remoteAddress();
    }
}
