package io.headwater.e2e.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Configuration as somebody else wrote it, all of it, imported by the write API and read by the read API: for every service in
 * every environment the reader gives what the files say, to the letter. What they say is told by {@link SpringYaml}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealInputTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FOR_EVERY_SERVICE = "application";
    /** No file says anything of these. */
    private static final String QUIET_SERVICE = "service-without-a-file";

    private static final String QUIET_ENVIRONMENT = "environment-without-a-document";

    private DevProcess dev;
    /** By service, then environment ({@code _} for every), then key. */
    private final Map<String, Map<String, Map<String, String>>> files = new TreeMap<>();

    private long revision;

    @BeforeAll
    void importEveryFile() throws Exception {
        dev = DevProcess.start("--ephemeral", "--no-sample");
        Map<String, String> texts = texts(directory());
        Set<String> environments = new TreeSet<>(Set.of(QUIET_ENVIRONMENT));
        texts.forEach((service, text) -> {
            Map<String, Map<String, String>> told = SpringYaml.read(text);
            files.put(service, told);
            environments.addAll(told.keySet());
        });
        environments.remove("_");
        for (String environment : environments) {
            ok(dev.writer().put("/v1/environments/" + environment, "{}"));
        }
        for (Map.Entry<String, String> file : texts.entrySet()) {
            revision = importInto(file.getKey(), file.getValue()).get("revision").asLong();
        }
    }

    @AfterAll
    void stop() throws Exception {
        dev.close();
    }

    @Test
    void shouldServeWhatTheFilesSayInEveryEnvironment() throws IOException {
        Set<String> environments = new TreeSet<>(Set.of(QUIET_ENVIRONMENT));
        files.values().forEach(told -> environments.addAll(told.keySet()));
        environments.remove("_");
        Set<String> services = new TreeSet<>(files.keySet());
        services.remove("_");
        services.add(QUIET_SERVICE);
        Set<String> seen = new TreeSet<>();
        for (String service : services) {
            for (String environment : environments) {
                Map<String, String> expected = effective(service, environment);
                assertThat(served(service, environment))
                        .as("%s in %s", service, environment)
                        .isEqualTo(expected);
                seen.addAll(expected.values());
            }
        }
        assertThat(seen)
                .as("numbers with a point, booleans and text are among what was compared")
                .contains("true", "false")
                .anyMatch(value -> value.matches("[0-9]+\\.[0-9]+"))
                .anyMatch(value -> value.startsWith("\""));
    }

    @Test
    void shouldKeepTheTextOfNumbersAndOfWhatOnlyLooksLikeThem() throws IOException {
        String text = """
                ratio: 10.0
                price: 2500.00
                account: "0042"
                port: "8080"
                large: 12345678901234567890.123456789
                whole: 9223372036854775808
                switched.on: true
                spoken: "true"
                levels: [1.0, 10.00, "007", {share: 0.50, on: false}]
                """;
        revision = importInto("numbers", text).get("revision").asLong();
        Map<String, String> expected = new TreeMap<>(effective("numbers", QUIET_ENVIRONMENT));
        expected.putAll(SpringYaml.read(text).get("_"));
        assertThat(served("numbers", QUIET_ENVIRONMENT)).isEqualTo(expected);
        assertThat(expected)
                .containsEntry("ratio", "10.0")
                .containsEntry("account", "\"0042\"")
                .containsEntry("levels", "[1.0,10.00,\"007\",{\"share\":0.50,\"on\":false}]");
    }

    @Test
    void shouldTakeAKeyThatIsGivenTwiceOnlyIfBothSayTheSame() throws IOException {
        String dotted = "management.endpoints.web.exposure.include: '*'\n";
        String nested = "management:\n  endpoints:\n    web:\n      exposure:\n        include: ";
        importInto("twice", dotted + nested + "'*'\n");

        HttpResponse<String> refused = post("twice", dotted + nested + "health\n");
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.get("code").asText()).isEqualTo("DUPLICATE_KEY");
        assertThat(problem.get("detail").asText())
                .contains("management.endpoints.web.exposure.include")
                .contains("line 1")
                .contains("line 6");
    }

    /** From weak to strong: everywhere, this environment, this service, this service in this environment. */
    private Map<String, String> effective(String service, String environment) {
        Map<String, String> effective = new TreeMap<>();
        for (String layer : List.of("_", service)) {
            Map<String, Map<String, String>> told = files.getOrDefault(layer, Map.of());
            effective.putAll(told.getOrDefault("_", Map.of()));
            effective.putAll(told.getOrDefault(environment, Map.of()));
        }
        return effective;
    }

    private Map<String, String> served(String service, String environment) throws IOException {
        HttpResponse<String> answer = dev.reader()
                .get("/v1/snapshots/" + service + "/" + environment + "?min-revision=" + revision + "&timeout=30s");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RawValues.of(answer.body());
    }

    private JsonNode importInto(String service, String text) throws IOException {
        return ok(post(service, text));
    }

    private HttpResponse<String> post(String service, String text) {
        return dev.writer().post("/v1/import/" + service + "/_", text, "Content-Type", "application/yaml");
    }

    private static JsonNode ok(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JSON.readTree(answer.body());
    }

    /** By the service that a file is for. */
    private static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".yml")).toList()) {
                String name = file.getFileName().toString().replace(".yml", "");
                // The list of the sample's environments is not configuration.
                if (!name.equals("environments")) {
                    texts.put(name.equals(FOR_EVERY_SERVICE) ? "_" : name, Files.readString(file));
                }
            }
        }
        assertThat(texts).as("files in %s", directory).containsKey("_").hasSizeGreaterThan(1);
        return texts;
    }

    private static Path directory() {
        String named = System.getenv("HEADWATER_SHARED_DATA");
        Path shared = named == null ? DevProcess.repository().resolve("../shared/data") : Path.of(named);
        Path petclinic = shared.resolve("petclinic").normalize();
        if (Files.isDirectory(petclinic)) {
            return petclinic;
        }
        System.err.println("\n==== " + petclinic + " IS NOT THERE: testing with the project's own samples instead. ====\n"
                + "==== Set HEADWATER_SHARED_DATA to the folder that holds petclinic/. ====\n");
        return DevProcess.repository().resolve("samples");
    }
}
