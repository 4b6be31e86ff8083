package io.headwater.reader.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlatteningTest {
    private static Map<String, String> flat(String... keysAndValues) {
        return Layers.texts(Source.of("shop", "", Layers.layer("shop", "_", keysAndValues), new Flattening()));
    }

    @Test
    void shouldKeepScalarsToTheLetter() {
        assertThat(flat("a", "8083", "b", "1.0", "c", "2500.00", "d", "true", "e", "\"8083\"", "f", "1e5"))
                .containsOnly(
                        entry("a", "8083"),
                        entry("b", "1.0"),
                        entry("c", "2500.00"),
                        entry("d", "true"),
                        entry("e", "\"8083\""),
                        entry("f", "1e5"));
    }

    @Test
    void shouldNumberTheItemsOfLists() {
        assertThat(flat("list", "[1, 2.50, \"x\", null, [], {}, [true]]"))
                .containsOnly(
                        entry("list[0]", "1"),
                        entry("list[1]", "2.50"),
                        entry("list[2]", "\"x\""),
                        entry("list[3]", "\"\""),
                        entry("list[4]", "\"\""),
                        entry("list[6][0]", "true"));
    }

    @Test
    void shouldNameMembersBehindADotOrAsTheyAreInBrackets() {
        assertThat(flat("m", "{\"a\": 1, \"with/slash\": 2, \"[with/slash]\": 3, \"[x.y]\": {\"z\": 4}, \"e\": {}}"))
                .containsOnly(
                        entry("m.a", "1"),
                        entry("m.with/slash", "2"),
                        entry("m[with/slash]", "3"),
                        entry("m[x.y].z", "4"));
        assertThat(flat("list", "[{\"name\": \"one\", \"tags\": [\"x\"]}]"))
                .containsOnly(entry("list[0].name", "\"one\""), entry("list[0].tags[0]", "\"x\""));
    }

    @Test
    void shouldMakeEmptyTextOfNullAndOfAnEmptyListAndNothingOfAnEmptyMap() {
        assertThat(flat("null", "null", "list", "[]", "map", "{}", "text", "\"\""))
                .containsOnly(entry("null", "\"\""), entry("list", "\"\""), entry("text", "\"\""));
    }

    @Test
    void shouldLetAnEntryCountBeforeAMemberOfAnother() {
        assertThat(flat("a", "{\"b\": 1, \"c\": [1, 2]}", "a.b", "2", "a.c[1]", "3"))
                .containsOnly(entry("a.b", "2"), entry("a.c[0]", "1"), entry("a.c[1]", "3"));
    }

    @Test
    void shouldLeaveOutWhatIsDeleted() {
        Layer layer = new Layer(new Scope("shop", "_"), Map.of("gone", LayerEntry.deleted(3, Instant.EPOCH)));

        assertThat(new Flattening().of(layer)).isEmpty();
    }

    @Test
    void shouldRefuseToRepeatALongNameForManyValues() {
        String items = IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String value = "{\"" + "n".repeat(60_000) + "\": [" + items + "]}";

        assertThatExceptionOfType(HeadwaterException.class)
                .isThrownBy(() -> flat("k", value))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE))
                .withMessageContaining("33554432")
                .withMessageContaining("k.nnn");
    }
}
