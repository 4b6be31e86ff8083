package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0",
                "0",
                "-0",
                "-0.0",
                "1e5",
                "1E+05",
                "9223372036854775807",
                "-9223372036854775808",
                "123456789012345678901234567890",
                "0.10000000000000000000000000000000001",
                "1.7976931348623157e309",
                "[1.0,2.50,{\"a\":1e-7}]"
            })
    void shouldKeepTheTextOfEveryNumber(String number) {
        assertThat(JsonText.parse(number).text()).isEqualTo(number);
        assertThat(JsonText.parse(" [ " + number + " ] ").text()).isEqualTo("[" + number + "]");
    }

    @Test
    void shouldBeCompactKeepOrderAndSayStringsInOneForm() {
        assertThat(JsonText.parse("{ \"b\" : [ 1 , true , null ] ,\n \"a\\u0062\" : \"\\u00e4\\/\\n\\u001F🙂\" }")
                        .text())
                .isEqualTo("{\"b\":[1,true,null],\"ab\":\"ä/\\n\\u001F🙂\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":2}      | Duplicate
            {"a":NaN}          | NaN
            [1,2               | line 1
            01                 | zero
            1 2                | follows
            "\\ud800"          | surrogate
            {"\\udc00x":1}     | surrogate
            {"a":1,}           | column
            'a'                | column
            // c               | column
            """)
    void shouldNameWhatIsWrongAndWhere(String json, String said) {
        HeadwaterException refused = catchThrowableOfType(HeadwaterException.class, () -> JsonText.parse(json));
        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(refused.detail()).contains(said).contains("line 1, column");
    }

    @Test
    void shouldRefuseAnEmptyDocument() {
        HeadwaterException refused = catchThrowableOfType(HeadwaterException.class, () -> JsonText.parse("  "));
        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    }

    @Test
    void shouldNameTheDepthThatIsAllowed() {
        String deep = "[".repeat(JsonText.MAX_DEPTH) + "]".repeat(JsonText.MAX_DEPTH);
        assertThat(JsonText.parse(deep).text()).isEqualTo(deep);
        HeadwaterException refused =
                catchThrowableOfType(HeadwaterException.class, () -> JsonText.parse("[" + deep + "]"));
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_DEEP);
        assertThat(refused.detail()).contains("100");
    }

    @Test
    void shouldUnescapeStringsAndLeaveTheRest() {
        assertThat(JsonText.ofString("a\"b\\\n").plain()).isEqualTo("a\"b\\\n");
        assertThat(JsonText.ofString("plain").plain()).isEqualTo("plain");
        assertThat(JsonText.parse("10.0").plain()).isEqualTo("10.0");
    }
}
