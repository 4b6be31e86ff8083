package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "payments", "a-b-c", "x1"})
    void shouldTakeLabels(String name) {
        assertThat(Names.service("service", name)).isEqualTo(name);
        assertThat(Names.environment("environment", name)).isEqualTo(name);
        assertThat(Names.service("service", "a".repeat(63))).hasSize(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", "_", "a/b", "a\nb", "v1", "spring", "ofrep"})
    void shouldRefuseOtherServiceNames(String name) {
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Names.service("service", name))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_NAME);
                    assertThat(refused.errors())
                            .singleElement()
                            .satisfies(error -> assertThat(error.field()).isEqualTo("service"));
                    assertThat(refused.detail()).doesNotContain("\n");
                });
    }

    @Test
    void shouldTakeEveryInScopesOnly() {
        assertThat(Names.scope("service", "_", "environment", "_").everyService())
                .isTrue();
        assertThatExceptionOfType(HeadwaterException.class).isThrownBy(() -> Names.environment("environment", "_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "payments.retry.max", "mit Leerzeichen", "a/b", "ä🙂", "...", "a$b", "%2F"})
    void shouldTakeKeys(String key) {
        assertThat(Names.key("key", key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "$evaluators", "a\tb", "a\u0000", "a\u0085", "\ud800"})
    void shouldRefuseOtherKeys(String key) {
        assertThatExceptionOfType(HeadwaterException.class).isThrownBy(() -> Names.key("key", key));
    }

    @Test
    void shouldCountCharactersNotCodeUnits() {
        String key = "🙂".repeat(255);
        assertThat(Names.key("key", key)).isEqualTo(key);
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Names.key("key", key + "a"))
                .satisfies(
                        refused -> assertThat(refused.detail()).contains("256").contains("255"));
    }
}
