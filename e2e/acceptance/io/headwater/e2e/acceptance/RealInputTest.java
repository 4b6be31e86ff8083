package io.headwater.e2e.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Configuration as somebody else wrote it, all of it, imported by the write API and read by the read API: for every service in
 * every environment the reader gives what the files say, to the letter. What they say is told by {@link SpringYaml}.
 */
@ExtendWith(SharedRealFiles.class)
class RealInputTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** No file says anything of it. */
    private static final String QUIET_SERVICE = "service-without-a-file";

    private final RealFiles files;

    RealInputTest(RealFiles files) {
        this.files = files;
    }

    @Test
    void shouldServeWhatTheFilesSayInEveryEnvironment() throws IOException {
        Set<String> services = new TreeSet<>(files.told().keySet());
        services.remove("_");
        services.add(QUIET_SERVICE);
        Set<String> seen = new TreeSet<>();
        for (String service : services) {
            for (String environment : files.environments()) {
                Map<String, String> expected = files.effective(service, environment);
                assertThat(served(service, environment, files.revision()))
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
        long revision = Answers.revision(importInto("numbers", text));
        String environment = files.quietEnvironment();
        Map<String, String> expected = new TreeMap<>(files.effective("numbers", environment));
        expected.putAll(SpringYaml.read(text).get("_"));
        assertThat(served("numbers", environment, revision)).isEqualTo(expected);
        assertThat(expected)
                .containsEntry("ratio", "10.0")
                .containsEntry("account", "\"0042\"")
                .containsEntry("levels", "[1.0,10.00,\"007\",{\"share\":0.50,\"on\":false}]");
    }

    @Test
    void shouldTakeAKeyThatIsGivenTwiceOnlyIfBothSayTheSame() throws IOException {
        String dotted = "management.endpoints.web.exposure.include: '*'\n";
        String nested = "management:\n  endpoints:\n    web:\n      exposure:\n        include: ";
        Answers.ok(importInto("twice", dotted + nested + "'*'\n"));

        HttpResponse<String> refused = importInto("twice", dotted + nested + "health\n");
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.get("code").asText()).isEqualTo("DUPLICATE_KEY");
        assertThat(problem.get("detail").asText())
                .contains("management.endpoints.web.exposure.include")
                .contains("line 1")
                .contains("line 6");
    }

    private Map<String, String> served(String service, String environment, long revision) throws IOException {
        HttpResponse<String> answer = files.dev()
                .reader()
                .get("/v1/snapshots/" + service + "/" + environment + "?min-revision=" + revision + "&timeout=30s");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RawValues.of(answer.body());
    }

    private HttpResponse<String> importInto(String service, String text) {
        return RealFiles.importInto(files.dev(), service + "/_", text);
    }
}
