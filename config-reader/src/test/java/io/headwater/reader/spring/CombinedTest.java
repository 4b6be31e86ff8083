package io.headwater.reader.spring;

import static io.headwater.reader.spring.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.JsonText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinedTest {
    private static String combined(String[]... strongestFirst) {
        List<Source> sources = Arrays.stream(strongestFirst)
                .map(entries -> Source.of("shop", "", layer("shop", "_", entries), new Flattening()))
                .toList();
        Map<String, JsonText> combined = new TreeMap<>(Combined.of(sources));
        return combined.toString();
    }

    private static String[] of(String... keysAndValues) {
        return keysAndValues;
    }

    @Test
    void shouldTakeEachPropertyFromTheFirstSourceThatHasIt() {
        assertThat(combined(of("a", "1", "m.x", "1"), of("a", "2", "b", "2", "m.y", "2"), of("b", "3")))
                .isEqualTo("{a=1, b=2, m.x=1, m.y=2}");
    }

    @Test
    void shouldTakeAListWholeFromTheFirstSourceThatHasIt() {
        assertThat(combined(of("list", "[9]"), of("list", "[1, 2, 3]"))).isEqualTo("{list[0]=9}");
        assertThat(combined(of("list", "[{\"b\": 7}]"), of("list", "[{\"a\": 1, \"b\": 2}, {\"a\": 3}]")))
                .isEqualTo("{list[0].b=7}");
        assertThat(combined(of("list", "[]"), of("list", "[1]"))).isEqualTo("{list=\"\"}");
    }

    @Test
    void shouldJoinMapsOfOddNames() {
        assertThat(combined(of("m[a/b]", "1"), of("m[c/d]", "2", "m[a/b]", "2")))
                .isEqualTo("{m[a/b]=1, m[c/d]=2}");
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b",
        "list[0], list",
        "list[0].x[1], list",
        "a[b].c[12].d, a[b].c",
        "m[a/b], m[a/b]",
        "m[01], m[01]",
        "m[1, m[1",
        "m[1]x, m",
        "m[], m[]",
        "m[1234567890], m[1234567890]",
        "[0], ''",
    })
    void shouldKnowWhatIsAnItem(String name, String whole) {
        assertThat(ListNames.whole(name)).isEqualTo(whole);
    }
}
