package io.headwater.reader.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.JsonText;
import io.headwater.reader.content.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TreeTest {
    private static Map<String, Object> tree(String... names) {
        Map<String, JsonText> properties = new LinkedHashMap<>();
        int value = 0;
        for (String name : names) {
            properties.put(name, JsonText.parse(Integer.toString(++value)));
        }
        return Tree.of(properties);
    }

    private static String json(String... names) {
        return JsonText.write(json -> Tree.write(tree(names), json)).text();
    }

    @Test
    void shouldNestMapsAndLists() {
        assertThat(json("a.b", "a.c[0]", "a.c[1].d", "e")).isEqualTo("{\"a\":{\"b\":1,\"c\":[2,{\"d\":3}]},\"e\":4}");
        assertThat(json("a[0][0]", "a[0][1]", "a[1][0].x")).isEqualTo("{\"a\":[[1,2],[{\"x\":3}]]}");
    }

    @Test
    void shouldPutItemsInOrderAndNullWhereAnEmptyMapWas() {
        assertThat(json("a[10]", "a[2]", "a[0]", "a[1]")).startsWith("{\"a\":[3,4,2,null,");
    }

    @Test
    void shouldLeaveOddNamesAsTheyAre() {
        assertThat(json("m[with/slash]", "a.m[x.y].z", "m.with/slash", "[true]", "m[1", "x]"))
                .isEqualTo("{\"m[with/slash]\":1,\"a\":{\"m[x.y]\":{\"z\":2}},\"m\":{\"with/slash\":3},\"[true]\":4,"
                        + "\"m[1\":5,\"x]\":6}");
    }

    @Test
    void shouldKeepTheWholeNameWhereAnotherPropertyIsInTheWay() {
        assertThat(json("server", "server.port", "list", "list[0]"))
                .isEqualTo("{\"server\":1,\"server.port\":2,\"list\":3,\"list[0]\":4}");
        assertThat(json("server.port", "server")).isEqualTo("{\"server.port\":1,\"server\":2}");
    }

    @Test
    void shouldKeepNamesWithEmptyParts() {
        assertThat(json("a..b", ".c", "d.", "a.b")).isEqualTo("{\"a..b\":1,\".c\":2,\"d.\":3,\"a\":{\"b\":4}}");
    }

    @Test
    void shouldNotMakeAListOfAFewFarIndices() {
        assertThat(json("a[999999999]", "a[0]")).isEqualTo("{\"a[999999999]\":1,\"a[0]\":2}");
        assertThat(json("a[0][5000]", "a[1]")).isEqualTo("{\"a[0][5000]\":1,\"a\":[null,2]}");
    }

    @Test
    void shouldMakeNoListOfWhatHasMembersToo() {
        assertThat(json("a[0]", "a.b")).isEqualTo("{\"a[0]\":1,\"a\":{\"b\":2}}");
    }

    @Test
    void shouldNotNestDeeperThanAnybodyCanRead() {
        String name = "a" + ".a".repeat(200);

        assertThat(json(name)).isEqualTo("{\"" + name + "\":1}");
    }

    @Test
    void shouldSayTheSameAsYaml() {
        String yaml = YamlText.of(tree("a.b", "a.c[0]", "a.c[1].d", "m[with/slash]", "server.port", "server"));

        assertThat(new Load(LoadSettings.builder().build()).loadFromString(yaml).toString())
                .isEqualTo("{a={b=1, c=[2, {d=3}]}, m[with/slash]=4, server.port=5, server=6}");
        assertThat(YamlText.of(Map.of())).isEqualTo("{}\n");
    }
}
