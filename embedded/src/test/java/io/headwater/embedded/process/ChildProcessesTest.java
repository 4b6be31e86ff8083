package io.headwater.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private ChildCommand shell(String name, String script) {
        return new ChildCommand(name, List.of("/bin/sh", "-c", script), Map.of("GREETING", "hello"), directory);
    }

    @Test
    void shouldAppendTheOutputToALogAndTellTheExitCode() {
        try (ChildProcesses children = ChildProcesses.in(directory)) {
            ChildProcess first = children.start(shell("greeter", "echo $GREETING; exit 3"));
            assertThat(first.awaitExit(LIMIT)).isTrue();
            assertThat(first.exitCode()).hasValue(3);
            ChildProcess second = children.start(shell("greeter", "echo again"));
            assertThat(second.awaitExit(LIMIT)).isTrue();
            assertThat(second.logTail()).isEqualTo("hello\nagain");
        }
    }

    @Test
    void shouldTellSignalsFromExitCodes() {
        try (ChildProcesses children = ChildProcesses.in(directory)) {
            ChildProcess killed = children.start(shell("killed", "exec sleep 600"));
            killed.kill();
            assertThat(killed.exitCode()).hasValue(137);
            ChildProcess ended = children.start(shell("ended", "exec sleep 600"));
            ended.pause();
            assertThat(ended.terminate(LIMIT)).isEqualTo(143);
            ChildProcess deaf = children.start(shell("deaf", "trap '' TERM; echo up; while :; do sleep 0.1; done"));
            await().atMost(LIMIT).until(() -> deaf.logTail().contains("up"));
            assertThat(deaf.terminate(Duration.ofMillis(200))).isEqualTo(137);
        }
    }

    @Test
    void shouldEndAllChildrenWhenClosed() {
        ChildProcesses children = ChildProcesses.in(directory);
        ChildProcess one = children.start(shell("one", "exec sleep 600"));
        ChildProcess two = children.start(shell("two", "exec sleep 600"));
        children.close();
        assertThat(one.isAlive()).isFalse();
        assertThat(two.isAlive()).isFalse();
    }

    @Test
    void shouldEndWhatAnEarlierParentLeftRunning() {
        ChildProcesses earlier = ChildProcesses.in(directory);
        ChildProcess leftOver = earlier.start(shell("left-over", "exec sleep 600"));

        try (ChildProcesses later = ChildProcesses.in(directory)) {
            assertThat(leftOver.awaitExit(LIMIT)).isTrue();
            assertThat(later.logDirectory()).isDirectory();
        }
    }

    @Test
    void shouldSpareAProcessThatGotThePidOfALeftOver() throws Exception {
        ChildProcesses earlier = ChildProcesses.in(directory);
        ChildProcess stranger = earlier.start(shell("stranger", "exec sleep 600"));
        new PidFile(stranger.pid(), Instant.now().minusSeconds(3_600))
                .write(directory.resolve("pids").resolve("stranger"));
        Files.writeString(directory.resolve("pids").resolve("torn"), "12");

        try (ChildProcesses later = ChildProcesses.in(directory)) {
            assertThat(stranger.isAlive()).isTrue();
            assertThat(later.logDirectory()).isDirectory();
        }
        earlier.kill();
        assertThat(stranger.isAlive()).isFalse();
    }

    @Test
    void shouldNotLeaveChildrenBehindWhenTheParentIsKilled() throws Exception {
        Path pids = directory.resolve("inner").resolve("pids");
        long grandchild;
        try (ChildProcesses children = ChildProcesses.in(directory)) {
            ChildProcess parent = children.start(new ChildCommand(
                    "parent",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ParentToKill.class.getName(),
                            directory.resolve("inner").toString()),
                    directory));
            await().atMost(LIMIT).until(() -> parent.logTail().contains("started"));
            grandchild = PidFile.read(pids.resolve("sleeper")).orElseThrow().pid();
            assertThat(ProcessHandle.of(grandchild)).isPresent();
            parent.kill();
        }
        await().atMost(LIMIT)
                .until(() -> ProcessHandle.of(grandchild)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void shouldTellWhatCannotBeStarted() {
        try (ChildProcesses children = ChildProcesses.in(directory)) {
            assertThatThrownBy(() -> children.start(
                            new ChildCommand("nothing", List.of("/no/such/program"), Path.of("/no/such/directory"))))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("nothing")
                    .hasMessageContaining("/no/such/program");
        }
    }
}
