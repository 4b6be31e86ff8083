package io.headwater.reader.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "*", " * ", "\"b\",\"a\"", "\"b\" , W/\"a\"", "\"x,y\", \"a\""})
    void shouldMatch(String header) {
        assertThat(EntityTags.match(List.of(header), "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"b\"", "\"a", "\"A\"", "nonsense \"a\"", "\"b\" \"a\"", ",\"a\""})
    void shouldNotMatch(String header) {
        assertThat(EntityTags.match(List.of(header), "\"a\"")).isFalse();
    }

    @Test
    void shouldLookAtAllHeaders() {
        assertThat(EntityTags.match(List.of("\"b\"", "\"a\""), "\"a\"")).isTrue();
        assertThat(EntityTags.match(List.of(), "\"a\"")).isFalse();
    }
}
