package io.headwater.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "redis://localhost:6379, redis://localhost:6379",
        "redis://:pw@localhost, redis://:****@localhost",
        "mongodb://user:pw@a:1/db?x=1, mongodb://user:****@a:1/db?x=1",
        "mongodb://user:p@w/x@a, mongodb://user:****@a",
        "redis://token@localhost:1, redis://****@localhost:1",
        "user:pw@localhost, ****@localhost",
        "https://h/?a=1&client_secret=x&b=2, https://h/?a=1&client_secret=****&b=2",
        "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:x, mongodb://h/?authMechanismProperties=****"
    })
    void shouldTakeCredentialsOut(String text, String masked) {
        assertThat(Masking.uri(text)).isEqualTo(masked).doesNotContain("pw");
    }
}
