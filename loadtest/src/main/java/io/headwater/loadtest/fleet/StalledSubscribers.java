package io.headwater.loadtest.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Subscribers that ask for a stream and never read a byte of it, with the smallest window that the system gives. */
public final class StalledSubscribers implements AutoCloseable {
    private final List<SocketChannel> channels = new ArrayList<>();

    private StalledSubscribers() {}

    /** Connects that many. Returns when all have asked. */
    public static StalledSubscribers connect(int port, String path, int count) throws IOException {
        StalledSubscribers stalled = new StalledSubscribers();
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                stalled.channels.add(channel);
                // Before it connects, or the window has been told.
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 1);
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.write(ByteBuffer.wrap(request));
            }
            return stalled;
        } catch (IOException e) {
            stalled.close();
            throw e;
        }
    }

    /**
     * How many have been given up by the reader: what was sent to them ends before {@code whole} bytes. Reads what there
     * is, so that nobody is stalled afterwards; the reader must have had its time.
     */
    public int cutOff(long whole) throws IOException {
        int cut = 0;
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (SocketChannel channel : channels) {
            channel.configureBlocking(false);
            cut += endsBefore(channel, whole, buffer) ? 1 : 0;
        }
        return cut;
    }

    private static boolean endsBefore(SocketChannel channel, long whole, ByteBuffer buffer) {
        long total = 0;
        try {
            long patience = System.nanoTime() + 1_000_000_000L;
            while (total < whole && System.nanoTime() < patience) {
                buffer.clear();
                int read = channel.read(buffer);
                if (read < 0) {
                    return true;
                }
                total += read;
            }
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
