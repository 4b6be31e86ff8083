package io.headwater.reader.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    private static final Map<String, JsonText> PROPERTIES = Map.of(
            "port", JsonText.parse("8083"),
            "t", JsonText.parse("true"),
            "list[1]", JsonText.parse("2.50"),
            "k", JsonText.ofString("b"),
            "ab", JsonText.ofString("inner"),
            "chain", JsonText.ofString("${port}"),
            "with:colon", JsonText.ofString("colon"));

    private static String resolved(String text) {
        Map<String, JsonText> properties = new LinkedHashMap<>(PROPERTIES);
        properties.put("asked", JsonText.ofString(text));
        return Placeholders.resolve(properties).get("asked").plain();
    }

    /** Each of these was asked of Spring's server. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${port}               | 8083
            p${port}x${t}         | p8083xtrue
            ${not.there:def}      | def
            ${not.there:}         | ''
            ${not.there:${port}}  | 8083
            ${a${k}}              | inner
            ${list[1]}            | 2.50
            ${list}               | ${list}
            ${chain}              | 8083
            ${ port }             | 8083
            ${not.there}          | ${not.there}
            a${not.there}b${port} | a${not.there}b8083
            \\${port}             | ${port}
            a\\${port}b${port}    | a${port}b8083
            ${port                | ${port
            $port $$ {x}          | $port $$ {x}
            ${with:colon}         | colon
            ${no:{x}}             | {x}
            ${no:${nor:${port}}}  | 8083
            """)
    void shouldReplaceWhatIsKnown(String text, String expected) {
        assertThat(resolved(text.replace("\\\\", "\\"))).isEqualTo(expected);
    }

    @Test
    void shouldMakeTextOfWhatHadAPlaceholderAndLeaveTheRestAsItIs() {
        Map<String, JsonText> properties = Map.of(
                "port", JsonText.parse("1.0"), "ref", JsonText.ofString("${port}"), "x", JsonText.ofString("x\n"));

        assertThat(Placeholders.resolve(properties))
                .isEqualTo(Map.of(
                        "port", JsonText.parse("1.0"),
                        "ref", JsonText.ofString("1.0"),
                        "x", JsonText.ofString("x\n")));
    }

    @Test
    void shouldPutInNothingOfThisProcess() {
        assertThat(resolved("${PATH}${java.version}")).isEqualTo("${PATH}${java.version}");
    }

    @Test
    void shouldRefuseWhatLeadsBackToItself() {
        Map<String, JsonText> properties = Map.of("a", JsonText.ofString("${b}"), "b", JsonText.ofString("x${a}"));

        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Placeholders.resolve(properties))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE))
                .withMessageContaining("leads back to itself")
                .withMessageContaining("resolvePlaceholders=false");
    }

    @Test
    void shouldRefuseToGrowBeyondAllBounds() {
        Map<String, JsonText> doubling = new LinkedHashMap<>();
        doubling.put("p0", JsonText.ofString("0123456789"));
        for (int i = 1; i < 40; i++) {
            doubling.put("p" + i, JsonText.ofString("${p" + (i - 1) + "}${p" + (i - 1) + "}"));
        }
        Map<String, JsonText> deep = Map.of("deep", JsonText.ofString("${".repeat(1_000) + "a" + "}".repeat(1_000)));
        Map<String, JsonText> inward = Map.of("inward", JsonText.ofString("${a:".repeat(50) + "x" + "}".repeat(50)));

        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Placeholders.resolve(doubling))
                .withMessageContaining("8388608 characters");
        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> Placeholders.resolve(deep))
                .withMessageContaining("deep");
        assertThat(Placeholders.resolve(inward).get("inward").plain()).isEqualTo("x");
    }
}
