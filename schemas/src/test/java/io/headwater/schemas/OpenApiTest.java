package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headwater.core.ErrorCode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final Pattern VARIABLE = Pattern.compile("\\{(.*?)}");

    @ParameterizedTest
    @ValueSource(strings = {"writer", "reader"})
    void shouldReferToWhatIsThereAndDescribeEveryOperation(String api) throws Exception {
        JsonNode document = document(api);
        for (String reference : document.findValuesAsText("$ref")) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        Set<String> names = new HashSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(operation -> {
                            JsonNode described = operation.getValue();
                            assertThat(names.add(described.get("operationId").asText()))
                                    .as("operationId of " + path.getKey())
                                    .isTrue();
                            assertThat(described.get("responses").has("default"))
                                    .isTrue();
                            Matcher variable = VARIABLE.matcher(path.getKey());
                            while (variable.find()) {
                                assertThat(parameters(document, path.getValue(), described))
                                        .as(path.getKey())
                                        .contains(variable.group(1));
                            }
                        }));
        assertThat(names).isNotEmpty();
    }

    /** All of them are read in one place, whatever is written. */
    @Test
    void shouldDescribeWhatEveryCallThatWritesTakes() throws Exception {
        JsonNode document = document("writer");
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> Set.of("put", "post", "delete").contains(member.getKey()))
                        .forEach(operation -> {
                            Set<String> parameters = parameters(document, path.getValue(), operation.getValue());
                            assertThat(parameters)
                                    .as(operation.getKey() + " " + path.getKey())
                                    .contains(
                                            "dryRun",
                                            "wait",
                                            "timeout",
                                            "message",
                                            "Headwater-Actor",
                                            "Idempotency-Key");
                            if (!operation.getKey().equals("post")) {
                                assertThat(parameters).as(path.getKey()).contains("If-Match", "If-None-Match");
                            }
                        }));
    }

    /** The tests of the writer hold every answer against these. */
    @Test
    void shouldRequireTheRevisionOfWhateverIsReadOrWritten() throws Exception {
        JsonNode responses = document("writer").at("/components/responses");
        responses.properties().stream()
                .filter(response -> !Set.of("Problem", "NotModified", "Commit").contains(response.getKey()))
                .forEach(response -> assertThat(response.getValue().at("/headers/Headwater-Revision"))
                        .as(response.getKey())
                        .isNotEmpty());
        assertThat(document("writer")
                        .at("/components/headers/Headwater-Revision/required")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void shouldDocumentEveryErrorCode() throws Exception {
        String page = Files.readString(repository().resolve("docs/errors.md"));
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(page).contains("| `" + code + "` | " + code.status() + " | ");
        }
        assertThat(page.lines().filter(line -> line.startsWith("| `"))).hasSize(ErrorCode.values().length);
    }

    private static Set<String> parameters(JsonNode document, JsonNode path, JsonNode operation) {
        Set<String> names = new HashSet<>();
        for (JsonNode place : new JsonNode[] {path, operation}) {
            for (JsonNode parameter : place.path("parameters")) {
                JsonNode resolved = parameter.has("$ref")
                        ? document.at(parameter.get("$ref").asText().substring(1))
                        : parameter;
                names.add(resolved.get("name").asText());
            }
        }
        return names;
    }

    private static JsonNode document(String api) throws Exception {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("openapi/" + api + ".yaml")) {
            return new JsonMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(file));
        }
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("headwater"))) {
            here = here.getParent();
        }
        return here;
    }
}
