package io.headwater.testkit.faults;

import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between two parts on TCP and does to their bytes what a network does at its worst.
 *
 * <p>It forwards until told otherwise. A fault concerns the given directions, both when none is given, of all
 * connections, and replaces the fault before it. Safe for use by several threads.
 *
 * <p>Clients that are told other addresses by a server go around it: see {@code BrokerSettings.withDetour} for Kafka,
 * and use a {@linkplain #socks() SOCKS} relay for a MongoDB replica set.
 */
public final class TcpRelay implements AutoCloseable {

    private final int port = Ports.free();
    private final RelayedConnection.Destination destination;
    private final Map<Direction, Traffic> traffic = new EnumMap<>(Direction.class);
    private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    private TcpRelay(RelayedConnection.Destination destination) {
        this.destination = destination;
        for (Direction direction : Direction.values()) {
            traffic.put(direction, new Traffic());
        }
    }

    /** Starts a relay to a port of 127.0.0.1. */
    public static TcpRelay to(int serverPort) {
        InetSocketAddress server = new InetSocketAddress(Ports.loopback(), serverPort);
        return started(client -> server);
    }

    /**
     * Starts a relay that asks each client where it wants to go, as a SOCKS 5 proxy does (RFC 1928). MongoDB's Java driver
     * takes one by {@code proxyHost} and {@code proxyPort} in its connection string, and so all of a replica set goes
     * through one relay.
     */
    public static TcpRelay socks() {
        return started(SocksHandshake::serve);
    }

    private static TcpRelay started(RelayedConnection.Destination destination) {
        TcpRelay relay = new TcpRelay(destination);
        relay.accept();
        return relay;
    }

    /** The port on 127.0.0.1 to connect to instead. */
    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:<port>}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How many connections it carries now. */
    public int connections() {
        return connections.size();
    }

    /** How many connections it has accepted since its start. */
    public int accepted() {
        return accepted.get();
    }

    /** Forwards at once again; what was held leaves first, what was swallowed is gone. */
    public void forward(Direction... directions) {
        each(directions).forEach(Traffic::forward);
    }

    /**
     * The fault ends as it does in a network: connections that lost bytes are reset, since a stream never goes on behind a
     * hole, and all others forward again.
     */
    public void heal() {
        traffic.values().forEach(Traffic::mend);
        connections.stream().filter(RelayedConnection::isLossy).forEach(RelayedConnection::cut);
    }

    /** Loses the bytes that come from now on; connections stay open. */
    public void swallow(Direction... directions) {
        each(directions).forEach(Traffic::swallow);
    }

    /** Keeps the bytes that come from now on, to arrive late, when it is told to {@link #forward}. */
    public void hold(Direction... directions) {
        each(directions).forEach(Traffic::hold);
    }

    /** Lets bytes arrive later, in each direction by this much. */
    public void delay(Duration by, Direction... directions) {
        each(directions).forEach(way -> way.delay(by));
    }

    /** Resets all connections; new ones are accepted. What was held is lost. */
    public void cut() {
        connections.forEach(RelayedConnection::cut);
    }

    /** Refuses new connections, as a part does that is not there; those that exist go on. */
    public synchronized void refuse() {
        if (listener == null || acceptor == null) {
            return;
        }
        try {
            listener.close();
            // The system goes on accepting until the thread has left.
            acceptor.join();
            listener = null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts new connections again after {@link #refuse}. */
    public synchronized void accept() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(Ports.loopback(), port));
            listener = socket;
            acceptor = Thread.ofVirtual().name("relay-" + port).start(() -> acceptFrom(socket));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot listen on " + address(), failure);
        }
    }

    /** Refuses new connections and resets those that exist. */
    @Override
    public void close() {
        refuse();
        cut();
    }

    private List<Traffic> each(Direction... directions) {
        return directions.length == 0
                ? List.copyOf(traffic.values())
                : Arrays.stream(directions).map(this::in).toList();
    }

    private Traffic in(Direction direction) {
        return traffic.computeIfAbsent(direction, unknown -> new Traffic());
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                RelayedConnection connection = new RelayedConnection(
                        client, in(Direction.TO_SERVER), in(Direction.TO_CLIENT), connections::remove);
                connections.add(connection);
                // Connecting may take long: others must not wait for it.
                Thread.ofVirtual().start(() -> connection.open(destination));
            } catch (IOException closed) {
                // The loop looks whether it was closed.
            }
        }
    }
}
