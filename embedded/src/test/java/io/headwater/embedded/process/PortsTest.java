package io.headwater.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldNeverGiveAPortTwice() {
        assertThat(IntStream.range(0, 200).map(i -> Ports.free())).doesNotHaveDuplicates();
    }

    @Test
    void shouldSeeWhatIsTaken() throws Exception {
        int port = Ports.orFree(0);
        assertThat(Ports.isFree(port)).isTrue();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Ports.loopback(), port));
            assertThat(Ports.isFree(port)).isFalse();
        }
        assertThat(Ports.orFree(port)).isEqualTo(port);
    }
}
