package io.headwater.writer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
    private static Map<String, String> values(String yaml) {
        Map<String, String> values = new LinkedHashMap<>();
        YamlFile.read(yaml)
                .parts()
                .forEach(part -> part.items()
                        .forEach(item -> values.put(item.key(), item.value().text())));
        return values;
    }

    private static void refused(String yaml, ErrorCode code, String... said) {
        assertThatThrownBy(() -> YamlFile.read(yaml)).isInstanceOfSatisfying(HeadwaterException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            for (String part : said) {
                assertThat(refusal.detail()).contains(part);
            }
        });
    }

    @Test
    void shouldMakeDottedKeysOfNestedMaps() {
        assertThat(values("a:\n  b:\n    c: 1\n  d.e: x\nf.g: true\n"))
                .containsExactly(Map.entry("a.b.c", "1"), Map.entry("a.d.e", "\"x\""), Map.entry("f.g", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10.0 | 10.0",
                "1.10 | 1.10",
                "-0.50 | -0.50",
                "1e3 | 1e3",
                "12345678901234567890.123456789 | 12345678901234567890.123456789",
                "0 | 0",
                "'0123' | \"0123\"",
                "\"10.0\" | \"10.0\"",
                "0123 | \"0123\"",
                "+5 | 5",
                ".5 | 0.5",
                "5. | 5.0",
                "0x1F | 31",
                "0o17 | \"0o17\"",
                "1_000 | \"1_000\"",
                "12:30:45 | \"12:30:45\"",
                ".inf | \".inf\"",
                "-.INF | \"-.INF\"",
                ".NaN | \".NaN\"",
                "true | true",
                "False | false",
                "TRUE | true",
                "yes | \"yes\"",
                "Off | \"Off\"",
                "'true' | \"true\"",
                "~ | \"\"",
                "null | \"\"",
                "2026-11-01 | \"2026-11-01\"",
                "1.2.3 | \"1.2.3\"",
                "!!str 123 | \"123\"",
                "!!int 5 | 5",
                "! 5 | \"5\"",
                "${a.b:c} | \"${a.b:c}\"",
                "a b # comment | \"a b\"",
            })
    void shouldKeepTheTextOfScalars(String scalar, String json) {
        assertThat(values("a: " + scalar)).containsExactly(Map.entry("a", json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "OFF", "0123", "0o17", "1_000", "1:30", ".inf", "0b101"})
    void shouldWarnWhereOlderYamlMeansSomethingElse(String scalar) {
        assertThat(YamlFile.read("\na: " + scalar).warnings())
                .singleElement()
                .asString()
                .startsWith("line 2:")
                .contains(scalar);
    }

    @Test
    void shouldMakeJsonOfLists() {
        assertThat(values("a:\n- 1.0\n- x\n- {b: [true, null], c: '1'}\nd: []"))
                .containsExactly(Map.entry("a", "[1.0,\"x\",{\"b\":[true,null],\"c\":\"1\"}]"), Map.entry("d", "[]"));
    }

    @Test
    void shouldPassOverEmptyMapsAndDocuments() {
        assertThat(values("a: {}\n---\n---\nb: 1\n---\n# nothing\n")).containsExactly(Map.entry("b", "1"));
        assertThat(YamlFile.read("").parts()).isEmpty();
    }

    @Test
    void shouldKeepBracketsAsSpringDoes() {
        assertThat(values("map:\n  '[/path]': 1\n  x/y: 2\n  7: z")).containsKeys("map[/path]", "map.x/y", "map.7");
    }

    @Test
    void shouldTakeTheProfileOutOfItsDocument() {
        ImportedFile file =
                YamlFile.read("a: 1\n---\nspring:\n  config:\n    activate:\n      on-profile: docker\nb: 2\n");
        assertThat(file.parts()).hasSize(2);
        assertThat(file.parts().getFirst().profile()).isEmpty();
        assertThat(file.parts().get(1).profile().orElseThrow().value().plain()).isEqualTo("docker");
        assertThat(file.parts().get(1).items())
                .extracting(ImportedFile.Item::key)
                .containsExactly("b");
    }

    @Test
    void shouldFollowAliasesAndMergeKeys() {
        assertThat(values("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nagain: *b\n"))
                .containsExactly(
                        Map.entry("base.x", "1"),
                        Map.entry("base.y", "2"),
                        Map.entry("own.x", "1"),
                        Map.entry("own.y", "3"),
                        Map.entry("again.x", "1"),
                        Map.entry("again.y", "2"));
    }

    @Test
    void shouldNameTheLineOfWhatIsMalformed() {
        refused("a: 1\nb: [1, 2\nc: 3\n", ErrorCode.MALFORMED_YAML, "line 3");
        refused("a: 1\n\tb: 2\n", ErrorCode.MALFORMED_YAML, "line 2");
        refused("a: *nowhere\n", ErrorCode.MALFORMED_YAML, "line 1", "nowhere");
        refused("a: &x [*x]\n", ErrorCode.MALFORMED_YAML, "line 1");
        refused("- 1\n- 2\n", ErrorCode.MALFORMED_YAML, "list");
        refused("just text", ErrorCode.MALFORMED_YAML, "single value");
        refused("a: 1\nb: !!binary aGVsbG8=\n", ErrorCode.MALFORMED_YAML, "line 2", "binary");
        refused("a: !!int x\n", ErrorCode.MALFORMED_YAML, "line 1");
        refused("? [a, b]\n: 1\n", ErrorCode.MALFORMED_YAML, "line 1");
        refused("a: \"\\uD800\"\n", ErrorCode.MALFORMED_YAML);
        refused("a:\n  $b: 1\n$c: 2\n", ErrorCode.INVALID_NAME, "line 3");
        refused("a: \u0001\n", ErrorCode.MALFORMED_YAML);
    }

    @Test
    @Timeout(20)
    void shouldRefuseABombBeforeItGoesOff() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append(before);
            bomb.append((", " + before).repeat(9)).append("]\n");
        }
        refused(bomb.toString(), ErrorCode.MALFORMED_YAML, "aliases");
    }

    @Test
    @Timeout(20)
    void shouldRefuseDeepNesting() {
        refused("a: " + "[".repeat(5_000), ErrorCode.TOO_DEEP, "100");
        refused("a: " + "{a: ".repeat(5_000), ErrorCode.TOO_DEEP, "100");
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            block.append(" ".repeat(i)).append("a:\n");
        }
        refused(block.toString(), ErrorCode.TOO_DEEP, "100");
    }

    /** In its record a value is one level deeper than by itself, and readers of JSON stop at 100. */
    @Test
    void shouldRefuseValuesThatNobodyCouldReadInTheirRecord() {
        assertThat(values("a: " + "[".repeat(99) + "]".repeat(99))).hasSize(1);
        refused("a: " + "[".repeat(100) + "]".repeat(100), ErrorCode.TOO_DEEP, "line 1", "99");
        refused("a: " + "[".repeat(101) + "]".repeat(101), ErrorCode.TOO_DEEP, "line 1");
        refused("a: 1\nb:\n- ? " + "n".repeat(70_000) + "\n  : 1\n", ErrorCode.MALFORMED_YAML, "line 2", "name");
    }

    @Test
    @Timeout(20)
    void shouldRefuseWhatOnlyAliasesMakeDeep() {
        String lists = "a: &a " + "[".repeat(40) + "]".repeat(40) + "\nb: &b " + "[".repeat(40) + "*a" + "]".repeat(40);
        assertThat(values(lists)).hasSize(2);
        refused(lists + "\nc: " + "[".repeat(20) + "*b" + "]".repeat(20), ErrorCode.TOO_DEEP);
        refused(lists + "\nc: [*b, " + "[".repeat(90) + "*b" + "]".repeat(90) + "]", ErrorCode.TOO_DEEP);
        StringBuilder maps = new StringBuilder("k0: &m0 {'': 1}\n");
        for (int i = 1; i <= 150; i++) {
            maps.append("k%d: &m%d {'': *m%d}\n".formatted(i, i, i - 1));
        }
        refused(maps.toString(), ErrorCode.TOO_DEEP);
    }

    @Test
    @Timeout(20)
    void shouldRefuseABombOfMergeKeys() {
        StringBuilder nested = new StringBuilder("l0: &l0 [{x: 1}]\n");
        for (int i = 1; i <= 60; i++) {
            nested.append("l%d: &l%d [*l%d, *l%d]\n".formatted(i, i, i - 1, i - 1));
        }
        refused(nested + "m: {<<: *l60}", ErrorCode.MALFORMED_YAML, "list of maps");
        StringBuilder wide = new StringBuilder("m: &m\n");
        for (int i = 0; i < 2_000; i++) {
            wide.append("  k").append(i).append(": 1\n");
        }
        wide.append("n: {<<: [*m").append(", *m".repeat(100_000)).append("]}\n");
        refused(wide.toString(), ErrorCode.MALFORMED_YAML, "<<");
    }

    @Test
    void shouldRefuseAnEmptyNameThatOthersAreIn() {
        refused("x: 1\n'':\n  a: 1\n", ErrorCode.INVALID_NAME, "line 2");
    }

    @Test
    void shouldReadALargeFileInShortTime() {
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            large.append("key").append(i).append(": value ").append(i).append('\n');
        }
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(values(large.toString())).hasSize(50_000));
    }
}
