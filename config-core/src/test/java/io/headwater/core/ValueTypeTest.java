package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true                 | BOOLEAN
            1                    | INTEGER
            -9223372036854775808 | INTEGER
            9223372036854775808  | NUMBER
            10.0                 | NUMBER
            1e3                  | NUMBER
            "1"                  | STRING
            {}                   | JSON
            []                   | JSON
            null                 | JSON
            """)
    void shouldInferTheNarrowestTypeThatFits(String json, ValueType type) {
        JsonText value = JsonText.parse(json);
        assertThat(ValueType.infer(value)).isEqualTo(type);
        assertThat(type.fits(value)).isTrue();
        assertThat(ValueType.JSON.fits(value)).isTrue();
    }

    @Test
    void shouldNotFitAnotherKind() {
        assertThat(ValueType.INTEGER.fits(JsonText.parse("1.0"))).isFalse();
        assertThat(ValueType.NUMBER.fits(JsonText.parse("1"))).isTrue();
        assertThat(ValueType.STRING.fits(JsonText.parse("1"))).isFalse();
        assertThat(ValueType.BOOLEAN.fits(JsonText.parse("\"true\""))).isFalse();
        assertThat(ValueType.of("integer")).contains(ValueType.INTEGER);
        assertThat(ValueType.of("Integer")).isEmpty();
    }
}
