package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Every configuration file of Spring Petclinic, as its developers wrote it. What the files say is told by another parser,
 * the one that Spring itself reads with.
 */
class PetclinicImportTest extends ApiTest {
    private static final List<String> PROFILES =
            List.of("default", "docker", "mysql", "chaos-monkey", "dev", "staging", "production");

    private static Path directory() {
        String named = System.getenv("HEADWATER_SHARED_DATA");
        Optional<Path> found = named != null
                ? Optional.of(Path.of(named, "petclinic"))
                : Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                        .flatMap(path -> Stream.of(
                                path.resolve("shared/data/petclinic"), path.resolve("../shared/data/petclinic")))
                        .filter(Files::isDirectory)
                        .findFirst();
        return found.orElseGet(() -> {
            System.err.println(
                    "==== ../shared/data/petclinic is not there: testing with the project's own samples instead ====");
            return Path.of("../samples").toAbsolutePath();
        });
    }

    @BeforeAll
    void environments() {
        PROFILES.forEach(name -> ok(client.put("/v1/environments/" + name, "{}"), 201));
    }

    @Test
    void shouldImportEveryFileWithNothingLost() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            List<Path> all = files.filter(path -> path.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                String name = file.getFileName().toString().replace(".yml", "");
                importAndCompare(file, name.equals("application") ? "_" : name);
            }
        }
    }

    private void importAndCompare(Path file, String service) throws IOException {
        String text = Files.readString(file);
        ok(client.send("POST", "/v1/import/" + service + "/_", text, "Content-Type", "application/yaml"), 200);
        Map<String, Map<String, String>> expected = told(text);
        for (Map.Entry<String, Map<String, String>> scope : expected.entrySet()) {
            assertThat(values(service, scope.getKey()))
                    .as("%s in %s", file.getFileName(), scope.getKey())
                    .isEqualTo(scope.getValue());
        }
        JsonNode again = ok(
                client.send(
                        "POST", "/v1/import/" + service + "/_?mode=replace", text, "Content-Type", "application/yaml"),
                200);
        assertThat(again.path("changed").asBoolean()).as("the same file again").isFalse();
    }

    private Map<String, String> values(String service, String env) {
        Map<String, String> values = new TreeMap<>();
        ok(client.get("/v1/config/" + service + "/" + env + "?limit=1000"), 200)
                .path("items")
                .forEach(item -> values.put(item.path("key").asText(), plain(item.path("value"))));
        return values;
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** What SnakeYAML, YAML 1.1 and all, says: by environment, then key. */
    private static Map<String, Map<String, String>> told(String text) {
        Map<String, Map<String, String>> told = new TreeMap<>();
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        for (Object document : new Yaml(options).loadAll(withoutMark)) {
            Map<String, String> flat = new TreeMap<>();
            flatten("", document, flat);
            String profile = flat.remove("spring.config.activate.on-profile");
            told.computeIfAbsent(profile == null ? "_" : profile, key -> new TreeMap<>())
                    .putAll(flat);
        }
        return told;
    }

    private static void flatten(String parent, Object value, Map<String, String> to) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(parent.isEmpty() ? key.toString() : parent + "." + key, inner, to));
        } else if (value instanceof List<?> list) {
            to.put(parent, json(list));
        } else {
            to.put(parent, value == null ? "" : value.toString());
        }
    }

    private static String json(Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream().map(PetclinicImportTest::json).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(member -> "\"" + member.getKey() + "\":" + json(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case String text -> "\"" + text + "\"";
            default -> value.toString();
        };
    }

    @Test
    void shouldTakeTheFirstBytesOfAFileForWhatTheyAre() {
        String text = "\uFEFFmark.off: 1\n";
        assertThat(text.getBytes(StandardCharsets.UTF_8)[0]).isEqualTo((byte) 0xef);
        ok(client.send("POST", "/v1/import/marked/_", text, "Content-Type", "application/yaml"), 200);
        assertThat(values("marked", "_")).containsExactly(Map.entry("mark.off", "1"));
    }
}
