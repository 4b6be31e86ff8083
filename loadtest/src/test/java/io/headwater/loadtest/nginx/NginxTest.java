package io.headwater.loadtest.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NginxTest {
    @Test
    void shouldReturnTheConstantAsItIs() {
        assertThat(Nginx.configuration(Path.of("folder"), 8_000, "{\"it's\":\"\\\\\"}"))
                .contains("return 200 '{\"it\\'s\":\"\\\\\\\\\"}';", "listen 127.0.0.1:8000", "worker_processes 1;");
    }

    @Test
    void shouldRefuseWhatItWouldTakeForAVariable() {
        assertThatThrownBy(() -> Nginx.configuration(Path.of("folder"), 8_000, "$host"))
                .hasMessageContaining("variable");
    }
}
