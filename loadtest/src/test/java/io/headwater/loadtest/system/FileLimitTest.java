package io.headwater.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLimitTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             unlimited            unlimited            processes
            Max open files            1024                 524288               files
            """;

    @Test
    void shouldTakeTheHardLimit() {
        assertThat(FileLimit.hard(LIMITS)).isEqualTo(524_288);
        assertThat(FileLimit.hard(LIMITS.replace("524288   ", "unlimited"))).isEqualTo(Integer.MAX_VALUE);
        assertThat(FileLimit.hard("")).isEqualTo(Integer.MAX_VALUE);
    }
}
