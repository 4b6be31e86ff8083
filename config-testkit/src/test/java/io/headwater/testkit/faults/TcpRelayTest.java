package io.headwater.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRelayTest {

    private static final int LONG = 10_000;
    private static final int SHORT = 300;

    private EchoServer server;
    private TcpRelay relay;
    private LineClient client;

    @BeforeEach
    void connect() throws IOException {
        server = new EchoServer();
        relay = TcpRelay.to(server.port());
        client = new LineClient(relay.port());
        client.send("hello");
        assertThat(client.read(LONG)).isEqualTo("hello");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        relay.close();
        server.close();
    }

    @Test
    void shouldEndAConnectionInOrder() throws IOException {
        client.endOutput();
        assertThat(client.read(LONG)).isNull();
        await().until(() -> relay.connections() == 0);
        assertThat(relay.accepted()).isEqualTo(1);
    }

    @Test
    void shouldCarryMuchInBothDirections() throws IOException {
        String line = "x".repeat(300_000);
        for (int i = 0; i < 10; i++) {
            client.send(line);
            assertThat(client.read(LONG)).isEqualTo(line);
        }
    }

    @Test
    void shouldSwallowRequestsSoThatTheServerNeverSeesThem() throws IOException {
        relay.swallow(Direction.TO_SERVER);
        client.send("lost");
        assertThatThrownBy(() -> client.read(SHORT)).isInstanceOf(SocketTimeoutException.class);

        relay.forward();
        client.send("seen");
        assertThat(client.read(LONG)).isEqualTo("seen");
        assertThat(server.lines()).containsExactly("hello", "seen");
    }

    @Test
    void shouldResetConnectionsThatLostBytesAndSpareTheOthers() throws IOException {
        try (LineClient quiet = new LineClient(relay.port())) {
            quiet.send("before");
            assertThat(quiet.read(LONG)).isEqualTo("before");
            relay.swallow();
            client.send("lost");
            assertThatThrownBy(() -> client.read(SHORT)).isInstanceOf(SocketTimeoutException.class);

            relay.heal();

            assertThatThrownBy(() -> {
                        client.send("behind a hole");
                        if (client.read(LONG) == null) {
                            throw new IOException("ended");
                        }
                    })
                    .isInstanceOf(IOException.class);
            quiet.send("after");
            assertThat(quiet.read(LONG)).isEqualTo("after");
            assertThat(server.lines()).containsExactly("hello", "before", "after");
        }
    }

    @Test
    void shouldTakeAClientWhereItWantsToGo() throws IOException {
        try (TcpRelay socks = TcpRelay.socks();
                Socket socket = new Socket(
                        new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(Ports.loopback(), socks.port())))) {
            socket.connect(new InetSocketAddress(Ports.loopback(), server.port()), LONG);
            try (LineClient through = new LineClient(socket)) {
                through.send("by a proxy");
                assertThat(through.read(LONG)).isEqualTo("by a proxy");
                assertThat(socks.accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldSwallowAnswersToRequestsThatWereDone() throws IOException {
        relay.swallow(Direction.TO_CLIENT);
        client.send("done");
        await().until(() -> server.lines().contains("done"));
        assertThatThrownBy(() -> client.read(SHORT)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldDeliverAHeldRequestLateThoughItsSenderHasGone() throws IOException {
        relay.hold(Direction.TO_SERVER);
        client.send("late");
        client.close();
        try (LineClient other = new LineClient(relay.port())) {
            other.send("held as well");
            assertThatThrownBy(() -> other.read(SHORT)).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.lines()).containsExactly("hello");

            relay.forward();

            assertThat(other.read(LONG)).isEqualTo("held as well");
            await().until(() -> server.lines().contains("late"));
        }
    }

    @Test
    void shouldDelayEachDirectionByItself() throws IOException {
        relay.delay(Duration.ofMillis(400), Direction.TO_CLIENT);
        long before = System.nanoTime();
        client.send("delayed");
        assertThat(client.read(LONG)).isEqualTo("delayed");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));

        relay.delay(Duration.ofHours(1));
        client.send("hurried");
        assertThatThrownBy(() -> client.read(SHORT)).isInstanceOf(SocketTimeoutException.class);
        relay.forward();
        assertThat(client.read(LONG)).isEqualTo("hurried");
    }

    @Test
    void shouldCutConnectionsAndTakeNewOnes() throws IOException {
        relay.cut();
        assertThatThrownBy(() -> {
                    client.send("cut");
                    if (client.read(LONG) == null) {
                        throw new IOException("ended");
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(relay.connections()).isZero();
        try (LineClient again = new LineClient(relay.port())) {
            again.send("again");
            assertThat(again.read(LONG)).isEqualTo("again");
        }
    }

    @Test
    void shouldRefuseNewConnectionsUntilItAcceptsAgain() throws IOException {
        relay.refuse();
        assertThatThrownBy(() -> new LineClient(relay.port())).isInstanceOf(ConnectException.class);
        client.send("goes on");
        assertThat(client.read(LONG)).isEqualTo("goes on");

        relay.accept();
        try (LineClient again = new LineClient(relay.port())) {
            again.send("again");
            assertThat(again.read(LONG)).isEqualTo("again");
        }
    }

    @Test
    void shouldEndConnectionsToAServerThatIsGone() throws IOException {
        server.close();
        assertThatThrownBy(() -> {
                    try (LineClient late = new LineClient(relay.port())) {
                        if (late.read(LONG) == null) {
                            throw new IOException("ended");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
