package io.headwater.reader.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a connection gives to Jetty: one request at a time, where it is known where a request ends, and otherwise all that
 * follows. Belongs to the event loop of the connection.
 */
final class JettyPassage implements ChannelEndPoint.Client {
    private final ClientHandler client;
    private final Worker worker;
    private @Nullable ChannelEndPoint endPoint;
    private long given;
    /** Bytes of the present request that have not arrived; all there ever are, if nobody knows. */
    private long owed;

    JettyPassage(ClientHandler client, Worker worker) {
        this.client = client;
        this.worker = worker;
    }

    /** Gives a request of so many bytes, or everything that follows with {@link Long#MAX_VALUE}. */
    void begin(long length, PendingInput input, boolean inputEnded) {
        worker.readMetrics().passedOn().inc();
        owed = length;
        ChannelEndPoint there = endPoint;
        if (there == null) {
            given = 0;
            there = worker.parts().jetty().connect(client.channel(), this);
            endPoint = there;
        } else {
            there.setIdleTimeout(worker.parts().limits().idle().toMillis());
        }
        feed(input);
        if (inputEnded) {
            inputEnded();
        }
    }

    /** Gives what has arrived of the present request. */
    void feed(PendingInput input) {
        ByteBuf next = input.take(owed);
        if (next != null && endPoint != null) {
            int count = next.readableBytes();
            owed = owed == Long.MAX_VALUE ? owed : owed - count;
            given += count;
            endPoint.give(next);
        }
    }

    /** The client sends nothing more. */
    void inputEnded() {
        if (owed > 0 && endPoint != null) {
            endPoint.end();
        }
    }

    /** Bytes that Jetty has not taken. */
    int untaken() {
        return endPoint == null ? 0 : endPoint.untaken();
    }

    /** The connection is gone. */
    void lost() {
        if (endPoint != null) {
            endPoint.lost();
        }
    }

    @Override
    public void jettyWaits(ChannelEndPoint from, long taken) {
        if (from == endPoint && client.mode() == Mode.JETTY && owed == 0 && taken == given) {
            // Between requests it is not for Jetty to say when the connection has been silent for too long.
            from.setIdleTimeout(0);
            client.answered();
        }
    }

    @Override
    public void jettyTook(ChannelEndPoint from) {
        client.limitReading();
    }

    @Override
    public void jettyEnded(ChannelEndPoint from) {
        if (from != endPoint) {
            return;
        }
        if (client.mode() == Mode.JETTY) {
            client.end();
        } else if (client.mode() != Mode.ENDING) {
            endPoint = null;
        }
    }

    @Override
    public void streamBegins(ChannelEndPoint from, StreamRequest request) {
        if (from == endPoint && client.mode() == Mode.JETTY) {
            endPoint = null;
            client.beginStream(request);
        }
    }
}
