package io.headwater.loadtest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.loadtest.fanout.FanOut;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real yardstick, in its own process. */
class FleetTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String EVENT =
            "id: 9\nevent: change\ndata: {\"epoch\":1,\"revision\":9,\"previous\":8,\"x\":0}\n\n";

    @TempDir
    private Path directory;

    private ChildProcesses children;
    private FanOut server;

    @BeforeEach
    void start() {
        children = ChildProcesses.in(directory);
        server = FanOut.start(children, directory, EVENT);
    }

    @AfterEach
    void end() {
        server.close();
        children.close();
    }

    @Test
    void shouldTellWhenEverySubscriberHasAChange() throws Exception {
        try (Fleet fleet = Fleet.connect(server.port(), "/", 300, LIMIT);
                HttpConnection control = new HttpConnection(server.port())) {
            long sent = System.nanoTime();
            server.send(control, 1);
            server.send(control, 2);

            Wave first = fleet.await(1, LIMIT);
            Wave second = fleet.await(2, LIMIT);

            assertThat(first.size()).isEqualTo(300);
            assertThat(first.first() - sent).isPositive();
            assertThat(second.last() - first.last()).isPositive();
            assertThat(fleet.brokenChains()).isZero();
            assertThat(fleet.live()).isEqualTo(300);
        }
    }

    @Test
    void shouldNoticeAMissedChange() throws Exception {
        try (Fleet fleet = Fleet.connect(server.port(), "/", 2, LIMIT);
                HttpConnection control = new HttpConnection(server.port())) {
            server.send(control, 3);

            assertThat(fleet.await(3, LIMIT).size()).isEqualTo(2);
            assertThat(fleet.brokenChains()).isEqualTo(2);
            assertThat(fleet.trouble()).contains("follows 2, but 0 was received");
        }
    }

    @Test
    void shouldCountWhoIsLost() throws Exception {
        try (Fleet fleet = Fleet.connect(server.port(), "/", 5, LIMIT)) {
            server.close();

            assertThat(fleet.await(1, LIMIT).size()).isZero();
            assertThat(fleet.lost()).isEqualTo(5);
            assertThat(fleet.trouble()).isNotEmpty();
        }
    }

    @Test
    void shouldSayWhatNobodySaw() throws Exception {
        try (Fleet fleet = Fleet.connect(server.port(), "/", 1, LIMIT)) {
            assertThatThrownBy(() -> fleet.await(7, Duration.ofMillis(10)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("revision 7 reached 0 of 1");
        }
    }

    @Test
    void shouldFailWhereNobodyListens() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> Fleet.connect(port, "/", 3, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of 3 subscribers were lost");
    }
}
