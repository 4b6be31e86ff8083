package io.headwater.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void shouldBelongToOneAtATime() throws Exception {
        Path data = directory.resolve("data");
        try (DataDirectory first = DataDirectory.open(data)) {
            assertThatThrownBy(() -> DataDirectory.open(data))
                    .isInstanceOf(DataDirectory.InUse.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("in use");
            assertThat(first.folder("kafka")).isDirectory();
        }
        try (DataDirectory again = DataDirectory.open(data)) {
            assertThat(again.path()).isEqualTo(data.toRealPath());
        }
    }

    @Test
    void shouldBeRefusedWhileAnotherProcessRunsInItAndFreeWhenThatIsKilled() {
        Path data = directory.resolve("data");
        try (ChildProcesses children = ChildProcesses.in(directory.resolve("owner"))) {
            ChildProcess owner = children.start(new ChildCommand(
                    "owner",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OwnerToKill.class.getName(),
                            data.toString()),
                    directory));
            await().atMost(Duration.ofSeconds(20)).until(() -> owner.logTail().contains("owns"));
            assertThatThrownBy(() -> DataDirectory.open(data)).isInstanceOf(DataDirectory.InUse.class);
            owner.kill();
        }
        try (DataDirectory free = DataDirectory.open(data)) {
            assertThat(free.children()).isNotNull();
        }
    }

    @Test
    void shouldEndItsChildrenWhenClosed() {
        DataDirectory data = DataDirectory.open(directory.resolve("data"));
        ChildProcess child = data.children()
                .start(new ChildCommand("child", List.of("/bin/sh", "-c", "exec sleep 600"), data.path()));
        data.close();
        assertThat(child.isAlive()).isFalse();
    }
}
