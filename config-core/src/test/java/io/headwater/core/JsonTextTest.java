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
    void shouldKnowWhetherItCanBeReadInsideOfARecord() {
        JsonText.ofCompact("[".repeat(99) + "]".repeat(99)).checkReadableAsMember();
        assertUnreadable("[".repeat(100) + "]".repeat(100), ErrorCode.TOO_DEEP, "99 deep");
        assertUnreadable("[{\"" + "n".repeat(70_000) + "\":1}]", ErrorCode.MALFORMED_JSON, "name of a member");
        assertUnreadable("1".repeat(1_001), ErrorCode.MALFORMED_JSON, "1001");
    }

    private static void assertUnreadable(String json, ErrorCode code, String said) {
        HeadwaterException refused = catchThrowableOfType(
                HeadwaterException.class, () -> JsonText.ofCompact(json).checkReadableAsMember());
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.detail()).contains(said).doesNotContain("column");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            NaN            | NaN is not a JSON number; allowed: digits, with a fraction and an exponent or without (line 1, column 4)
            {"a":-Infinity}| -Infinity is not a JSON number;
            [+Infinity]    | +Infinity is not a JSON number;
            [+5]           | JSON spec does not allow numbers to have plus signs (line 1, column 3)
            // c           | Unexpected character ('/' (code 47)): JSON has no comments (line 1, column 1)
            {"a":1 /*b*/}  | JSON has no comments (line 1, column 8)
            [1 # b         | (line 1, column 4)
            [1,2           | expected close marker for Array (start marker at line 1, column 1) (line 1, column 5)
            {"a":[1}       | expected ']' (for Array starting at line 1, column 6) (line 1, column 8)
            {"a":"b        | closing quote
            .5             | column 1
            [5.]           | column 3
            {'a':1}        | column 2
            {a:1}          | column 2
            "\\x"          | column 3
            undefined      | undefined
            """)
    void shouldSayWhatIsWrongInWordsThatNeedNoKnowledgeOfTheParser(String json, String said) {
        assertThat(refused(json)).contains(said);
    }

    @Test
    void shouldNameTheLengthsThatAreAllowed() {
        assertThat(refused("[" + "1".repeat(1_001) + "]")).contains("a number has 1001 characters; allowed: 1000");
        assertThat(refused("{\"" + "k".repeat(70_000) + "\":1}"))
                .contains("the name of a member has 70000 characters; allowed: 65536");
    }

    private static String refused(String json) {
        HeadwaterException refused = catchThrowableOfType(HeadwaterException.class, () -> JsonText.parse(json));
        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(refused.detail())
                .doesNotContainIgnoringCase("feature")
                .doesNotContain("`", "enable", "StreamRead", "Source", "REDACTED");
        return refused.detail();
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
