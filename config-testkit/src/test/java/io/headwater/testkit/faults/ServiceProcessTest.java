package io.headwater.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {

    @TempDir
    Path directory;

    private ChildProcesses children;

    @BeforeEach
    void open() {
        children = ChildProcesses.in(directory);
    }

    @AfterEach
    void end() {
        children.close();
    }

    private ServiceCommand command(int status) {
        int port = Ports.free();
        return ServiceCommand.ofMain(
                        "small",
                        SmallService.class,
                        Map.of("SMALL_SERVICE_STATUS", Integer.toString(status)),
                        directory,
                        URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .withArguments(Integer.toString(port));
    }

    @Test
    void shouldBeReadyThenKilledThenStartedAgain() {
        ServiceProcess service = ServiceProcess.start(children, command(200));
        assertThat(service.isReady()).isTrue();
        assertThat(service.log()).content().contains("serves");

        service.kill();
        assertThat(service.isReady()).isFalse();
        assertThat(service.process().exitCode()).hasValue(137);

        service.restart();
        assertThat(service.isReady()).isTrue();
    }

    @Test
    void shouldNotAnswerWhilePaused() {
        ServiceProcess service = ServiceProcess.start(children, command(200));
        service.pause();
        assertThat(service.isReady()).isFalse();
        service.resume();
        assertThat(service.isReady()).isTrue();
    }

    @Test
    void shouldTellTheExitCodeOfAnOrderlyEnd() {
        ServiceProcess service = ServiceProcess.start(children, command(200));
        assertThat(service.terminate(Duration.ofSeconds(10))).isEqualTo(143);
    }

    @Test
    void shouldShowTheLogOfAServiceThatEndsBeforeItIsReady() {
        ServiceCommand wrong = command(200).withArguments("no port");
        assertThatThrownBy(() -> ServiceProcess.start(children, wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NumberFormatException");
    }

    @Test
    void shouldNotBeReadyWhileItSaysSo() {
        ServiceProcess service = ServiceProcess.launch(children, command(503));
        assertThat(service.isReady()).isFalse();
    }
}
