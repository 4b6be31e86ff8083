package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void shouldAllowWhatIsWantedWhereTheMachineDoes() {
        assertThat(OpenFiles.allowed(20_000, 1_048_576)).isEqualTo(20_000);
    }

    @Test
    void shouldKeepSomeFilesForEverythingElse() {
        assertThat(OpenFiles.allowed(20_000, 1_024)).isBetween(700, 1_000);
        assertThat(OpenFiles.allowed(20_000, 10)).isEqualTo(1);
    }
}
