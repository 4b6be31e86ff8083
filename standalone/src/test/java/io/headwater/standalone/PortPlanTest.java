package io.headwater.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.process.Ports;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class PortPlanTest {
    private final List<String> told = new ArrayList<>();

    private PortPlan plan(String... arguments) {
        DevOptions options = new DevOptions();
        new CommandLine(options).parseArgs(arguments);
        options.validate();
        return PortPlan.choose(options, told::add);
    }

    private static List<Integer> all(PortPlan plan) {
        return Stream.of(
                        plan.writer(),
                        plan.writerManagement(),
                        plan.reader(),
                        plan.readerManagement(),
                        plan.propagatorManagement(),
                        plan.kafka(),
                        plan.mongo(),
                        plan.redis())
                .toList();
    }

    @Test
    void shouldNeverGiveOnePortToTwo() {
        PortPlan plan = plan("--writer-port", "8081", "--kafka-port", "6379");

        assertThat(plan.writer()).isEqualTo(8081);
        assertThat(plan.kafka()).isEqualTo(6379);
        assertThat(all(plan)).doesNotHaveDuplicates();
        assertThat(told).anyMatch(line -> line.startsWith("--reader-port: port 8081 is taken"));
    }

    @Test
    void shouldRefuseAPortThatIsAskedForTwiceOrTaken() throws Exception {
        int port = Ports.free();
        assertThatThrownBy(() -> plan("--writer-port", "" + port, "--redis-port", "" + port))
                .isInstanceOf(PortPlan.PortTakenException.class)
                .hasMessageContaining("--redis-port: port " + port + " is taken");
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.loopback())) {
            assertThatThrownBy(() -> plan("--mongo-port", "" + taken.getLocalPort()))
                    .hasMessageContaining("--mongo-port");
        }
    }

    @Test
    void shouldTakeAnyFreePortForZero() {
        PortPlan plan = plan("--writer-port", "0", "--reader-port", "0", "--webhook-port", "0");

        assertThat(all(plan)).doesNotHaveDuplicates().allMatch(port -> port > 0);
        assertThat(plan.writerManagement()).isNotEqualTo(plan.writer() + 1000);
    }

    @Test
    void shouldCallANumberThatIsNoPortWrongUsage() {
        assertThatThrownBy(() -> plan("--writer-port", "70000"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("70000")
                .hasMessageContaining("65535");
    }
}
