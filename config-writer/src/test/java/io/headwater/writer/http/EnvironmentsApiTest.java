package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.testkit.parts.SharedParts;
import org.junit.jupiter.api.Test;

class EnvironmentsApiTest extends ApiTest {
    @Test
    void shouldCreateChangeAndListEnvironmentsInOrder() {
        String a = SharedParts.uniqueName("a");
        String b = SharedParts.uniqueName("b");
        JsonNode created =
                ok(client.put("/v1/environments/" + a, "{\"rank\":900,\"protected\":true,\"description\":\"d\"}"), 201);
        assertThat(created.path("environment").path("protected").asBoolean()).isTrue();
        JsonNode last = ok(client.put("/v1/environments/" + b, "{}"), 201);
        assertThat(last.path("environment").path("rank").asInt())
                .as("a new one comes last")
                .isEqualTo(901);
        assertThat(ok(client.put("/v1/environments/" + b, "{}"), 200)
                        .path("changed")
                        .asBoolean())
                .isFalse();
        ok(client.put("/v1/environments/" + b, "{\"rank\":899}"), 200);
        JsonNode items = ok(client.get("/v1/environments?limit=1000"), 200).path("items");
        assertThat(items.findValuesAsText("name")).containsSubsequence(b, a);
        assertThat(ok(client.get("/v1/environments/" + a), 200)
                        .path("description")
                        .asText())
                .isEqualTo("d");
        ok(client.put("/v1/environments/" + a, "{\"description\":null}"), 200);
        assertThat(ok(client.get("/v1/environments/" + a), 200).has("description"))
                .isFalse();
        JsonNode page = ok(client.get("/v1/environments?limit=1"), 200);
        assertThat(page.path("items").size()).isEqualTo(1);
        assertThat(ok(
                                client.get("/v1/environments?limit=1&cursor="
                                        + page.path("cursor").asText()),
                                200)
                        .path("items")
                        .path(0)
                        .path("name"))
                .isNotEqualTo(page.path("items").path(0).path("name"));
    }

    @Test
    void shouldDeleteOneThatHasEntriesOnlyByForceAndStartEmptyAgain() {
        String env = environment();
        ok(client.put("/v1/config/shop/" + env + "/a", "{\"value\":1}"), 201);
        refused(client.delete("/v1/environments/" + env), 409, "ENVIRONMENT_NOT_EMPTY");
        long head = head();
        assertThat(ok(client.delete("/v1/environments/" + env + "?force=true"), 200)
                        .path("revision")
                        .asLong())
                .isEqualTo(head + 1);
        refused(client.get("/v1/environments/" + env), 404, "NO_SUCH_ENVIRONMENT");
        refused(client.delete("/v1/environments/" + env), 404, "NO_SUCH_ENVIRONMENT");
        refused(client.get("/v1/config/shop/" + env), 404, "NO_SUCH_ENVIRONMENT");
        refused(client.put("/v1/config/shop/" + env + "/a", "{\"value\":1}"), 404, "NO_SUCH_ENVIRONMENT");
        ok(client.put("/v1/environments/" + env, "{}"), 201);
        assertThat(ok(client.get("/v1/config/shop/" + env), 200).path("items").size())
                .isZero();
        assertThat(ok(client.get("/v1/config/shop/" + env + "?at=" + head), 200)
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseNamesThatAreNone() {
        refused(client.put("/v1/environments/_", "{}"), 400, "INVALID_NAME");
        refused(client.put("/v1/environments/Dev", "{}"), 400, "INVALID_NAME");
        refused(client.put("/v1/environments/" + "a".repeat(64), "{}"), 400, "INVALID_NAME");
        refused(client.put("/v1/environments/dev-", "{}"), 400, "INVALID_NAME");
    }

    @Test
    void shouldTellHowFarEachHopIs() {
        String env = environment();
        JsonNode environments = ok(client.get("/v1/propagation"), 200).path("environments");
        assertThat(environments.findValuesAsText("environment")).contains(env);
        assertThat(environments.path(0).path("log").path("revision").asLong()).isPositive();
    }
}
