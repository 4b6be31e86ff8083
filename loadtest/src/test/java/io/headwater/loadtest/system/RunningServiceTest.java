package io.headwater.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningServiceTest {
    @Test
    void shouldTakeSeveralOptionsFromOneVariable() {
        assertThat(RunningService.jvmOptions(" -Xmx1g  -XX:+UseZGC ")).containsExactly("-Xmx1g", "-XX:+UseZGC");
    }

    @Test
    void shouldRunServicesAsUsualWhereNobodySaysOtherwise() {
        assertThat(RunningService.jvmOptions(null)).isEqualTo(RunningService.JVM_OPTIONS);
        assertThat(RunningService.jvmOptions(" ")).isEqualTo(RunningService.JVM_OPTIONS);
    }
}
