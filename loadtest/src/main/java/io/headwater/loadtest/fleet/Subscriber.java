package io.headwater.loadtest.fleet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of a fleet. Used by the fleet's thread alone. */
final class Subscriber implements EventParser.Sink {
    // What was merged into one event counts as arrived with it; not the whole history before a first snapshot.
    private static final int MOST_MERGED = 64;

    private final Fleet fleet;
    private final SocketChannel channel;
    private final EventParser parser = new EventParser(this);
    private boolean settled;
    private long last = -1;
    private long now;

    Subscriber(Fleet fleet, SocketChannel channel) {
        this.fleet = fleet;
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    void connected(SelectionKey key, String request) throws IOException {
        channel.finishConnect();
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        int written = channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("only " + written + " bytes of the request could be sent at once");
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Reads what is there. */
    void read(ByteBuffer buffer) throws IOException {
        while (true) {
            buffer.clear();
            int read = channel.read(buffer);
            if (read < 0) {
                throw new EOFException("the reader closed the connection");
            }
            if (read == 0) {
                return;
            }
            now = System.nanoTime();
            boolean more = !buffer.hasRemaining();
            buffer.flip();
            parser.take(buffer);
            if (!more) {
                return;
            }
        }
    }

    @Override
    public void opened() {
        // Only the first event shows that the stream works.
    }

    @Override
    public void event(String event, long id, long previous) {
        switch (event) {
            case "change" -> {
                if (previous != last) {
                    fleet.brokenChain("a change to " + id + " says that it follows " + previous + ", but " + last
                            + " was received before");
                }
                for (long each = Math.max(last + 1, id - MOST_MERGED); each <= id; each++) {
                    fleet.arrived(each, now);
                }
                last = id;
            }
            case "snapshot" -> {
                if (id < last) {
                    fleet.brokenChain("a snapshot of " + id + " came after " + last);
                }
                last = id;
                fleet.arrived(id, now);
                if (!settled) {
                    settled = true;
                    fleet.settled();
                }
            }
            default -> {
                // such as reconnect; the end of the connection follows
            }
        }
    }
}
