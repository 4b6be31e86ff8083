package io.headwater.writer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PropertiesFileTest {
    private static Map<String, String> values(String text) {
        Map<String, String> values = new TreeMap<>();
        PropertiesFile.read(text)
                .parts()
                .forEach(part -> part.items()
                        .forEach(item -> values.put(item.key(), item.value().plain())));
        return values;
    }

    @Test
    void shouldReadAllValuesAsText() {
        assertThat(values("a=1\nb : true\nc\tx y \nd\n# no\n! no\ne\\ f=g\\=\\u00e4\nh=one \\\n   two\n"))
                .isEqualTo(Map.of("a", "1", "b", "true", "c", "x y ", "d", "", "e f", "g=ä", "h", "one two"));
    }

    @Test
    void shouldReadWhatTheJdkReads() throws IOException {
        String[] pieces = {
            "a", "b", "key", " ", "\t", "=", ":", "\\", "\\\\", "\\\n  ", "\n", "\r\n", "\r", "#", "!", "\\t",
            "\\u0041", "é", "\f", ".", "x1"
        };
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Properties expected = new Properties();
            expected.load(new StringReader(text.toString()));
            if (expected.keySet().stream().anyMatch(key -> !nameable(key.toString()))) {
                continue;
            }
            assertThat(values(text.toString())).as("%s", text).isEqualTo(new TreeMap<>(expected));
        }
    }

    private static boolean nameable(String key) {
        return !key.isEmpty()
                && !key.equals(".")
                && !key.equals("..")
                && key.chars().noneMatch(Character::isISOControl);
    }

    @Test
    void shouldCutAtSpringsSeparator() {
        ImportedFile file = PropertiesFile.read("a=1\n#---\nspring.config.activate.on-profile=dev\na=2\n");
        assertThat(file.parts()).hasSize(2);
        assertThat(file.parts().get(1).profile().orElseThrow().value().plain()).isEqualTo("dev");
    }

    @Test
    void shouldNameTheLineOfWhatIsMalformed() {
        assertThatThrownBy(() -> PropertiesFile.read("a=1\n\nb=\\u12x4\n"))
                .isInstanceOfSatisfying(HeadwaterException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_PROPERTIES);
                    assertThat(refusal.detail()).contains("line 3");
                });
        assertThatThrownBy(() -> PropertiesFile.read("a=\\ud800\n"))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_PROPERTIES));
    }
}
