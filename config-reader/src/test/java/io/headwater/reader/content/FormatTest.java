package io.headwater.reader.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is given in a format is what a parser of that format reads. */
class FormatTest {
    private static final String PIECES =
            "aZ0_-.=:#!\\'\"$`{}[],&*?|<>%@~^ \t\n\r\f\u0001\u007f\u0085\u00a0é\u2028\u2029\ufeff字😀yes null 1e5 0x1F 012 2001-01-01 ";

    @Test
    void shouldGivePropertiesThatJavaReadsBack() throws IOException {
        Random random = new Random(7);
        Map<String, JsonText> values = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            values.put(text(random) + i, JsonText.ofString(text(random)));
        }

        Properties read = new Properties();
        read.load(new StringReader(text(Format.PROPERTIES, values)));

        assertThat(read).hasSameSizeAs(values);
        values.forEach((key, value) -> assertThat(read.getProperty(key)).isEqualTo(value.plain()));
    }

    @Test
    void shouldGiveFlatJsonWithTheNumbersAsTheyWereWritten() {
        Map<String, JsonText> values = Map.of(
                "b",
                JsonText.parse("10.0"),
                "a",
                JsonText.parse("9007199254740993"),
                "c",
                JsonText.parse("{\"x\":[1e5]}"));

        assertThat(text(Format.FLAT, values)).isEqualTo("{\"a\":9007199254740993,\"b\":10.0,\"c\":{\"x\":[1e5]}}");
    }

    @Test
    void shouldGiveAssignmentsThatAShellReadsBack(@TempDir Path directory) throws Exception {
        Random random = new Random(11);
        Map<String, JsonText> values = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            values.put("key." + i, JsonText.ofString(text(random)));
        }
        values.put("9-lives", JsonText.parse("10.0"));
        Path file = Files.writeString(directory.resolve("env"), text(Format.ENV, values));

        Process shell = new ProcessBuilder("sh", "-c", "set -a; . ./env; env -0")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(file).exists();
        List<String> variables = List.of(output.split("\0", -1));
        assertThat(variables).contains("_9_LIVES=10.0");
        for (int i = 0; i < 100; i++) {
            assertThat(variables)
                    .contains("KEY_" + i + "=" + values.get("key." + i).plain());
        }
    }

    @Test
    void shouldRefuseKeysThatWouldBeOneVariable() {
        Map<String, JsonText> values = Map.of("a.b", JsonText.ofString("1"), "a-b", JsonText.ofString("2"));

        assertThatThrownBy(() -> text(Format.ENV, values))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE))
                .hasMessageContaining("A_B");
    }

    @Test
    void shouldGiveYamlThatIsReadBackWithTypesAndValues() {
        Random random = new Random(13);
        Map<String, JsonText> values = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            values.put(text(random).replace(".", "") + i, JsonText.ofString(text(random)));
        }
        values.put("..", JsonText.ofString("keys stay flat"));
        String list = "[1, 2.50, {\"b\": null, \"c\": {}}, [[]], {}, \"x: y\"]";
        String longName = "n".repeat(2_000);
        values.put("json", JsonText.parse("{\"a\": " + list + ", \"" + longName + "\": true}"));
        values.put("exponent", JsonText.parse("1e5"));

        Map<?, ?> read = yaml(text(Format.YAML, values));

        assertThat(read.keySet()).isEqualTo(values.keySet());
        assertThat(read.get("exponent")).isEqualTo(100_000.0);
        assertThat(read.get("json")).isEqualTo(Map.of("a", yaml("x: " + list).get("x"), longName, true));
        values.forEach((key, value) -> {
            if (value.kind() == JsonText.Kind.STRING) {
                assertThat(read.get(key)).isEqualTo(value.plain());
            }
        });
    }

    @Test
    void shouldNestYamlWhereThatSaysTheSame() {
        Map<String, JsonText> values = Map.of(
                "server.port", JsonText.parse("8080"),
                "server.ssl.on", JsonText.parse("false"),
                "name", JsonText.ofString("010"));

        assertThat(text(Format.YAML, values))
                .isEqualTo("\"name\": \"010\"\n\"server\":\n  \"port\": 8080\n  \"ssl\":\n    \"on\": false\n");
    }

    @Test
    void shouldKeepYamlFlatWhereOneKeyIsTheBeginningOfAnother() {
        Map<String, JsonText> values = Map.of("a", JsonText.parse("1"), "a.b", JsonText.parse("10.0"));

        assertThat(text(Format.YAML, values)).isEqualTo("\"a\": 1\n\"a.b\": 10.0\n");
        assertThat(text(Format.YAML, Map.of())).isEqualTo("{}\n");
    }

    private static Map<?, ?> yaml(String text) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static String text(Format format, Map<String, JsonText> values) {
        return new String(format.encode(Snapshots.of(values)), StandardCharsets.UTF_8);
    }

    private static String text(Random random) {
        int[] pieces = PIECES.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
