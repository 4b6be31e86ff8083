package io.headwater.testkit.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a relay: two sockets and a {@link Pump} for each direction. */
final class RelayedConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final Socket client;
    private final Socket server = new Socket();
    private final Pump toServer;
    private final Pump toClient;
    private final AtomicInteger running = new AtomicInteger(2);
    private final Consumer<RelayedConnection> gone;

    /** @param gone called when both directions have ended, and after a cut */
    RelayedConnection(Socket client, Traffic toServer, Traffic toClient, Consumer<RelayedConnection> gone) {
        this.client = client;
        this.gone = gone;
        this.toServer = new Pump(client, server, toServer, this::ended, this::cut);
        this.toClient = new Pump(server, client, toClient, this::ended, this::cut);
    }

    /** Connects to the server and starts to carry; blocks while it connects. */
    void open(Destination destination) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(destination.of(client), CONNECT_TIMEOUT_MILLIS);
        } catch (IOException serverGone) {
            cut();
            return;
        }
        toServer.start();
        toClient.start();
    }

    /** Where a client wants to go; may ask it, and block meanwhile. */
    @FunctionalInterface
    interface Destination {
        InetSocketAddress of(Socket client) throws IOException;
    }

    /** Whether it lost bytes in a direction. */
    boolean isLossy() {
        return toServer.isLossy() || toClient.isLossy();
    }

    /** Resets both sides; what waits is lost. */
    void cut() {
        toServer.stop();
        toClient.stop();
        for (Socket socket : List.of(client, server)) {
            try {
                // A reset, as from a peer that is gone, rather than an orderly end.
                socket.setSoLinger(true, 0);
            } catch (IOException alreadyGone) {
                // Then nobody waits for a reset.
            }
        }
        close();
    }

    private void ended() {
        if (running.decrementAndGet() == 0) {
            close();
        }
    }

    private void close() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // That is what was wanted.
            }
        }
        gone.accept(this);
    }
}
