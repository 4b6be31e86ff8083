package io.headwater.loadtest.fanout;

import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Yardstick, in a process of its own: one thread, one selector, and for each change one {@code write} to each subscriber
 * from one shared buffer. It knows two requests: {@code GET} begins a stream, {@code POST} has the bytes that all streams
 * get. Nothing is parsed beyond that, nothing is checked, and nobody is waited for.
 */
public final class FanOutServer {
    private static final int BACKLOG = 1_024;
    private static final int LONGEST_REQUEST = 64 << 10;
    private static final byte[] HEAD = ascii(String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Cache-Control: no-store",
            "Transfer-Encoding: chunked",
            "",
            ""));
    private static final byte[] FIRST = chunk(ascii("id: 0\nevent: snapshot\ndata: {}\n\n"));
    private static final byte[] DONE = ascii("HTTP/1.1 204 No Content\r\n\r\n");

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST_REQUEST);
    private final Set<SelectionKey> subscribers = new LinkedHashSet<>();

    private FanOutServer(int port) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Ports.loopback(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** The variable with the port. */
    public static final String PORT = "YARDSTICK_PORT";

    /** Serves until it is ended. */
    public static void main(String[] none) throws IOException {
        FanOutServer server = new FanOutServer(Integer.parseInt(System.getenv().getOrDefault(PORT, "0")));
        while (true) {
            server.selector.select(server::handle);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                writeRest(key);
            } else {
                read(key);
            }
        } catch (IOException gone) {
            end(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        in.clear();
        if (channel.read(in) < 0) {
            end(key);
            return;
        }
        byte[] request = new byte[in.flip().remaining()];
        in.get(request);
        if (request.length > 0 && request[0] == 'G') {
            channel.write(ByteBuffer.wrap(HEAD));
            channel.write(ByteBuffer.wrap(FIRST));
            subscribers.add(key);
        } else if (request.length > 0) {
            // The yardstick's own client sends head and body in one write.
            String text = new String(request, StandardCharsets.UTF_8);
            send(chunk(text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8)));
            channel.write(ByteBuffer.wrap(DONE));
        }
    }

    private void send(byte[] bytes) {
        ByteBuffer shared = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (SelectionKey key : List.copyOf(subscribers)) {
            try {
                ByteBuffer own = shared.duplicate();
                ((SocketChannel) key.channel()).write(own);
                if (own.hasRemaining()) {
                    key.attach(own);
                    key.interestOps(SelectionKey.OP_WRITE);
                }
            } catch (IOException gone) {
                end(key);
            }
        }
    }

    private static void writeRest(SelectionKey key) throws IOException {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void end(SelectionKey key) {
        subscribers.remove(key);
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection cannot be closed", e);
        }
    }

    private static byte[] chunk(byte[] bytes) {
        return ascii(
                Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
