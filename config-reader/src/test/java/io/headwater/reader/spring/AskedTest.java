package io.headwater.reader.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {
    @Test
    void shouldPassOverNamesThatOnlySpringAllows() {
        Asked asked = Asked.of("Shop,billing,spring,a_b", "DEV,dev,a.b,default", null);

        assertThat(asked.services()).containsExactly("billing");
        assertThat(asked.environments()).containsExactly("dev", "default");
        assertThat(asked.application()).isEqualTo("Shop,billing,spring,a_b");
    }

    @Test
    void shouldPutWhatIsNamedTwiceWhereItStandsLast() {
        assertThat(Asked.of("shop", "dev,eu,dev", null).environments()).containsExactly("eu", "dev");
    }

    @Test
    void shouldReadTheSignForASlash() {
        Asked asked = Asked.of("a(_)b", "dev", "feature(_)x");

        assertThat(asked.application()).isEqualTo("a/b");
        assertThat(asked.label()).hasValue("feature/x");
    }

    @ParameterizedTest
    @CsvSource({
        "17, 17",
        "9223372036854775807, 9223372036854775807",
        "main, 0",
        "0, 0",
        "017, 0",
        "-1, 0",
        "1.0, 0",
        "'17,18', 0",
        "9223372036854775808, 0",
        "१७, 0",
    })
    void shouldTakeOnlyAPositiveNumberForARevision(String label, long revision) {
        assertThat(Asked.of("shop", "dev", label).revision()).isEqualTo(revision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",dev", "dev,", "dev,,eu", " ", "_", "-dev", "dev-", "a b", "a/b", "dev\n"})
    void shouldRefuseProfilesThatSpringRefuses(String profiles) {
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Asked.of("shop", profiles, null))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_NAME))
                .satisfies(refused ->
                        assertThat(refused.errors().getFirst().field()).isEqualTo("profiles"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,,b", "a\u0000", "\u0085"})
    void shouldRefuseApplicationsWithoutANameOrWithControlCharacters(String application) {
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Asked.of(application, "dev", null))
                .withMessageContaining("application");
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Asked.of("shop", "dev", "la\u0007bel"))
                .withMessageContaining("label \"la\\u0007bel\" has a control character");
    }

    @Test
    void shouldBoundTheNumberOfNames() {
        String many = String.join(",", Collections.nCopies(33, "dev"));

        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Asked.of("shop", many, null))
                .withMessageContaining("33 names; at most 32");
    }
}
