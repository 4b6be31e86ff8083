package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.testkit.parts.SharedParts;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImportApiTest extends ApiTest {
    private HttpResponse<String> post(String path, String type, String body) {
        return client.send("POST", path, body, "Content-Type", type);
    }

    private Map<String, String> values(String service, String env) {
        Map<String, String> values = new TreeMap<>();
        String cursor = "";
        do {
            JsonNode page = ok(client.get("/v1/config/" + service + "/" + env + "?limit=1000" + cursor), 200);
            page.path("items")
                    .forEach(item -> values.put(
                            item.path("key").asText(), item.path("value").toString()));
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        return values;
    }

    @Test
    void shouldPutOnlyWhatIsDifferent() {
        String env = environment();
        String path = "/v1/import/shop/" + env;
        JsonNode first =
                ok(post(path + "?message=first", "application/yaml", "a:\n  b: 1\n  c: '0123'\nd: [1, 2]\n"), 200);
        assertThat(first.path("warnings").isArray()).isTrue();
        assertThat(values("shop", env)).isEqualTo(Map.of("a.b", "1", "a.c", "\"0123\"", "d", "[1,2]"));
        assertThat(ok(client.get("/v1/commits?limit=1"), 200)
                        .path("items")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("first");

        JsonNode same = ok(post(path, "application/yaml", "a.b: 1\na.c: '0123'\n"), 200);
        assertThat(same.path("changed").asBoolean()).isFalse();
        long revision = ok(post(path, "application/yaml", "a.b: 2\na.c: '0123'\n"), 200)
                .path("revision")
                .asLong();
        assertThat(ok(client.get("/v1/commits/" + revision), 200)
                        .path("changes")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldReplaceWhatTheFileDoesNotHave() {
        String env = environment();
        String path = "/v1/import/shop/" + env;
        ok(post(path, "application/json", "{\"a\": {\"b\": 1, \"c\": 2}, \"d\": 3}"), 200);
        JsonNode dry = ok(post(path + "?mode=replace&dryRun=true", "application/json", "{\"a\": {\"b\": 1}}"), 200);
        assertThat(dry.path("changes").findValuesAsText("op")).containsExactly("delete", "delete");
        assertThat(dry.path("warnings").isArray()).isTrue();
        ok(post(path + "?mode=replace", "application/json", "{\"a\": {\"b\": 1}}"), 200);
        assertThat(values("shop", env)).isEqualTo(Map.of("a.b", "1"));
    }

    @Test
    void shouldSendDocumentsToTheEnvironmentOfTheirProfile() {
        String env = environment();
        String docker = environment();
        String service = SharedParts.uniqueName("svc");
        String yaml = "a: 1\nb: 2\n---\nspring:\n  config:\n    activate:\n      on-profile: " + docker + "\nb: 3\n";
        long revision = ok(post("/v1/import/" + service + "/_", "application/yaml", yaml), 200)
                .path("revision")
                .asLong();
        assertThat(values(service, "_")).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(values(service, docker)).isEqualTo(Map.of("b", "3"));
        assertThat(values(service, env)).isEmpty();
        assertThat(ok(client.get("/v1/commits/" + revision), 200)
                        .path("changes")
                        .size())
                .isEqualTo(3);

        ok(post("/v1/import/" + service + "/_?mode=replace", "application/yaml", "a: 1\n"), 200);
        assertThat(values(service, docker))
                .as("a scope that the file does not touch")
                .isEqualTo(Map.of("b", "3"));
        refused(
                post("/v1/import/" + service + "/_", "application/yaml", yaml.replace(docker, "nowhere")),
                422,
                "UNKNOWN_PROFILE");
    }

    @Test
    void shouldReadPropertiesAsTextUnlessTheEntryIsANumber() {
        String env = environment();
        ok(client.put("/v1/config/shop/" + env + "/port", "{\"value\": 80}"), 201);
        ok(post("/v1/import/shop/" + env, "text/x-java-properties; charset=UTF-8", "port=8080\nname=007\nü=ä\n"), 200);
        assertThat(values("shop", env)).isEqualTo(Map.of("port", "8080", "name", "\"007\"", "ü", "\"ä\""));
    }

    @Test
    void shouldWarnWhereYamlIsAmbiguous() {
        String env = environment();
        JsonNode answer = ok(post("/v1/import/shop/" + env, "application/yaml", "on: yes\nzip: 0123\n"), 200);
        assertThat(answer.path("warnings").size()).isEqualTo(2);
    }

    @Test
    void shouldAnswerARepeatedImportAsTheFirstTime() {
        String env = environment();
        HttpResponse<String> first = client.send(
                "POST", "/v1/import/shop/" + env, "a: 1", "Content-Type", "application/yaml", "Idempotency-Key", env);
        HttpResponse<String> again = client.send(
                "POST", "/v1/import/shop/" + env, "a: 1", "Content-Type", "application/yaml", "Idempotency-Key", env);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
    }
}
