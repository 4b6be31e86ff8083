package io.headwater.writer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonFileTest {
    private static Map<String, String> values(String text) {
        Map<String, String> values = new TreeMap<>();
        JsonFile.read(text)
                .parts()
                .forEach(part -> part.items()
                        .forEach(item -> values.put(item.key(), item.value().text())));
        return values;
    }

    @Test
    void shouldMakeDottedKeysOfNestedObjects() {
        assertThat(values("{\"a\": {\"b\": 10.0, \"c\": {}}, \"d.e\": [1, {\"x\": null}], \"f\": null, \"g\": \"1\"}"))
                .isEqualTo(Map.of("a.b", "10.0", "d.e", "[1,{\"x\":null}]", "f", "null", "g", "\"1\""));
    }

    @Test
    void shouldRefuseWhatIsNoObject() {
        refused("[1]", ErrorCode.INVALID_FIELD);
        refused("", ErrorCode.MALFORMED_JSON);
        refused("{\"a\": NaN}", ErrorCode.MALFORMED_JSON);
        refused("{\"a\": 1, \"a\": 1}", ErrorCode.MALFORMED_JSON);
        refused("{\"a\": 1} x", ErrorCode.MALFORMED_JSON);
        refused("{\"a\": " + "[".repeat(200), ErrorCode.TOO_DEEP);
        refused("{\"$a\": 1}", ErrorCode.INVALID_NAME);
        refused("{\"\": {\"a\": 1}}", ErrorCode.INVALID_NAME);
        refused("{\"a\": " + "[".repeat(100) + "]".repeat(100) + "}", ErrorCode.TOO_DEEP);
        assertThat(values("{\"a\": " + "[".repeat(99) + "]".repeat(99) + "}")).hasSize(1);
    }

    private static void refused(String json, ErrorCode code) {
        assertThatThrownBy(() -> JsonFile.read(json))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
