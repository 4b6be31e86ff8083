package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesApiTest extends ApiTest {
    @Test
    void shouldCreateReadChangeAndDeleteAnEntry() {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a.b";

        HttpResponse<String> created =
                client.put(path, "{\"value\": 10.0, \"description\": \"why\", \"tags\": [\"x\"]}");
        JsonNode answer = ok(created, 201);
        long revision = answer.path("revision").asLong();
        assertThat(created.body()).contains("\"value\":10.0");
        assertThat(answer.path("changed").asBoolean()).isTrue();
        assertThat(answer.path("entry").path("type").asText()).isEqualTo("number");
        assertThat(answer.path("entry").path("revision").asLong()).isEqualTo(revision);
        assertThat(created.headers().firstValue("ETag")).contains("\"" + revision + "\"");
        assertThat(created.headers().firstValue("Headwater-Revision")).contains(Long.toString(revision));

        HttpResponse<String> read = client.get(path);
        assertThat(ok(read, 200)).isEqualTo(answer.path("entry"));
        assertThat(client.get(path, "If-None-Match", "\"" + revision + "\"").statusCode())
                .isEqualTo(304);

        JsonNode changed = ok(client.put(path, "{\"value\": 11}"), 200);
        assertThat(changed.path("entry").path("type").asText())
                .as("stays a number")
                .isEqualTo("number");
        assertThat(changed.path("entry").path("description").asText()).isEqualTo("why");
        assertThat(changed.path("entry").path("tags").path(0).asText()).isEqualTo("x");
        JsonNode cleared = ok(client.put(path, "{\"value\": 11, \"description\": null, \"tags\": null}"), 200);
        assertThat(cleared.path("entry").has("description")).isFalse();
        assertThat(cleared.path("entry").has("tags")).isFalse();

        JsonNode nothing = ok(client.put(path, "{\"value\": 11}"), 200);
        assertThat(nothing.path("changed").asBoolean()).isFalse();
        assertThat(nothing.path("revision").asLong()).isEqualTo(head());

        assertThat(ok(client.delete(path), 200).path("revision").asLong()).isEqualTo(head());
        refused(client.get(path), 404, "NO_SUCH_KEY");
        refused(client.delete(path), 404, "NO_SUCH_KEY");
        refused(client.delete(path, "If-Match", "\"7\""), 404, "NO_SUCH_KEY");
    }

    @Test
    void shouldTakeAnyKeyAsOneEncodedSegment() {
        String env = environment();
        for (String key : List.of("a%2Fb", "a%25b", "%C3%BC", "%F0%9F%98%80", "a%20b%3Fc%23", "...", "a%5Cb", "a+b")) {
            ok(client.put("/v1/config/shop/" + env + "/" + key, "{\"value\": true}"), 201);
            ok(client.get("/v1/config/shop/" + env + "/" + key), 200);
        }
        JsonNode items = ok(client.get("/v1/config/shop/" + env), 200).path("items");
        List<String> keys = new ArrayList<>();
        items.forEach(item -> keys.add(item.path("key").asText()));
        assertThat(keys)
                .contains("a/b", "a%b", "ü", "\uD83D\uDE00", "a b?c#", "...", "a\\b", "a+b")
                .hasSize(8);
    }

    @Test
    void shouldTakeTheTypeOfThePresentOrOverriddenEntryIfTheValueFits() {
        String env = environment();
        String service = "typed-" + env;
        ok(client.put("/v1/config/" + service + "/_/k", "{\"value\": {\"a\": 1}, \"type\": \"json\"}"), 201);
        JsonNode json = ok(client.put("/v1/config/" + service + "/" + env + "/k", "{\"value\": \"text\"}"), 201);
        assertThat(json.path("entry").path("type").asText()).isEqualTo("json");

        ok(client.put("/v1/config/_/" + env + "/n", "{\"value\": 5, \"type\": \"number\"}"), 201);
        JsonNode number = ok(client.put("/v1/config/" + service + "/" + env + "/n", "{\"value\": 6}"), 201);
        assertThat(number.path("entry").path("type").asText()).isEqualTo("number");
        JsonNode other = ok(client.put("/v1/config/" + service + "/" + env + "/n", "{\"value\": \"six\"}"), 200);
        assertThat(other.path("entry").path("type").asText()).isEqualTo("string");
        refused(
                client.put("/v1/config/" + service + "/" + env + "/n", "{\"value\": 1.5, \"type\": \"integer\"}"),
                422,
                "TYPE_MISMATCH");
    }

    @Test
    void shouldKeepTheTextOfNumbers() {
        String env = environment();
        for (String number : List.of("10.0", "1e3", "9223372036854775808", "0.1000000000000000000001", "-0", "-0.0")) {
            String path = "/v1/config/shop/" + env + "/n" + number.hashCode();
            assertThat(client.put(path, "{\"value\": " + number + "}").body()).contains("\"value\":" + number + ",");
            assertThat(client.get(path).body()).contains("\"value\":" + number + ",");
        }
    }

    @Test
    void shouldHonourPreconditions() {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a";
        JsonNode missing = refused(client.put(path, "{\"value\": 1}", "If-Match", "\"5\""), 412, "CONFLICT");
        assertThat(missing.path("errors").findValuesAsText("field")).containsExactly("expected", "actual");
        assertThat(missing.path("errors").findValuesAsText("detail")).containsExactly("5", "0");

        long first = ok(client.put(path, "{\"value\": 1}", "If-None-Match", "*"), 201)
                .path("revision")
                .asLong();
        JsonNode exists = refused(client.put(path, "{\"value\": 2}", "If-None-Match", "*"), 412, "CONFLICT");
        assertThat(exists.path("errors").findValuesAsText("detail")).containsExactly("0", Long.toString(first));

        long second = ok(client.put(path, "{\"value\": 2}", "If-Match", "\"" + first + "\""), 200)
                .path("revision")
                .asLong();
        refused(client.put(path, "{\"value\": 3}", "If-Match", "\"" + first + "\""), 412, "CONFLICT");
        refused(client.delete(path, "If-Match", "\"" + first + "\""), 412, "CONFLICT");
        ok(client.put(path, "{\"value\": 3}", "If-Match", "\"" + first + "\", \"" + second + "\""), 200);
        ok(client.delete(path, "If-Match", "*"), 200);
        refused(client.put(path, "{\"value\": 3}", "If-Match", "*"), 412, "CONFLICT");
        refused(client.put(path, "{\"value\": 1}", "If-Match", "5"), 400, "INVALID_PRECONDITION");
        refused(client.put(path, "{\"value\": 1}", "If-None-Match", "\"5\""), 400, "INVALID_PRECONDITION");
    }

    @Test
    void shouldListAScopePageByPageAtTheFirstPagesRevision() {
        String env = environment();
        for (int i = 0; i < 7; i++) {
            String tags = i % 2 == 0 ? ", \"tags\": [\"even\"]" : "";
            ok(client.put("/v1/config/shop/" + env + "/k." + i, "{\"value\": " + i + tags + "}"), 201);
        }
        ok(client.put("/v1/config/shop/" + env + "/other", "{\"value\": 1}"), 201);
        HttpResponse<String> first = client.get("/v1/config/shop/" + env + "?prefix=k.&limit=3");
        String revision = first.headers().firstValue("Headwater-Revision").orElseThrow();
        String cursor = ok(first, 200).path("cursor").asText();
        assertThat(json(first).path("items").findValuesAsText("key")).containsExactly("k.0", "k.1", "k.2");

        ok(client.put("/v1/config/shop/" + env + "/k.5", "{\"value\": 99}"), 200);
        ok(client.delete("/v1/config/shop/" + env + "/k.6"), 200);
        HttpResponse<String> second = client.get("/v1/config/shop/" + env + "?prefix=k.&limit=3&cursor=" + cursor);
        assertThat(second.headers().firstValue("Headwater-Revision")).contains(revision);
        assertThat(ok(second, 200).path("items").findValuesAsText("value")).containsExactly("3", "4", "5");
        JsonNode third = ok(
                client.get("/v1/config/shop/" + env + "?prefix=k.&limit=3&cursor="
                        + json(second).path("cursor").asText()),
                200);
        assertThat(third.path("items").findValuesAsText("key")).containsExactly("k.6");
        assertThat(third.has("cursor")).isFalse();

        assertThat(ok(client.get("/v1/config/shop/" + env + "?tag=even"), 200)
                        .path("items")
                        .findValuesAsText("key"))
                .containsExactly("k.0", "k.2", "k.4");
        assertThat(ok(client.get("/v1/config/shop/" + env + "?at=" + revision), 200)
                        .path("items")
                        .size())
                .isEqualTo(8);
        refused(client.get("/v1/config/shop/" + env + "?at=" + (head() + 10)), 404, "NO_SUCH_COMMIT");
        refused(client.get("/v1/config/shop/" + env + "?limit=0"), 400, "INVALID_PARAMETER");
        refused(client.get("/v1/config/shop/" + env + "?limit=1001"), 400, "INVALID_PARAMETER");
        refused(client.get("/v1/config/shop/" + env + "?cursor=nonsense"), 400, "INVALID_PARAMETER");
        refused(client.get("/v1/config/shop/" + env + "?at=yesterday"), 400, "INVALID_PARAMETER");
    }

    @Test
    void shouldEndAPageOfLargeEntriesEarly() {
        String env = environment();
        String value = "\"" + "x".repeat(500_000) + "\"";
        for (int i = 0; i < 18; i++) {
            ok(client.put("/v1/config/shop/" + env + "/k" + (char) ('a' + i), "{\"value\": " + value + "}"), 201);
        }
        JsonNode first = ok(client.get("/v1/config/shop/" + env), 200);
        assertThat(first.path("items").size()).isEqualTo(16);
        JsonNode rest = ok(
                client.get("/v1/config/shop/" + env + "?cursor="
                        + first.path("cursor").asText()),
                200);
        assertThat(rest.path("items").findValuesAsText("key")).containsExactly("kq", "kr");
        assertThat(rest.has("cursor")).isFalse();
    }

    @Test
    void shouldShowAnEarlierTime() throws Exception {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a";
        long revision =
                ok(client.put(path, "{\"value\": 1}"), 201).path("revision").asLong();
        String time =
                ok(client.get("/v1/commits/" + revision), 200).path("time").asText();
        // The next commit is of another millisecond.
        await().until(() -> Instant.now().isAfter(Instant.parse(time).plusMillis(2)));
        ok(client.put(path, "{\"value\": 2}"), 200);
        assertThat(ok(client.get(path + "?at=" + time), 200).path("value").asInt())
                .isEqualTo(1);
        refused(client.get(path + "?at=2020-01-01T00:00:00Z"), 404, "NO_SUCH_ENVIRONMENT");
    }

    @Test
    void shouldRunDry() {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a";
        long before = head();
        JsonNode dry = ok(client.put(path + "?dryRun=true", "{\"value\": 1}"), 200);
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("changed").asBoolean()).isTrue();
        assertThat(dry.path("changes").path(0).path("type").asText()).isEqualTo("integer");
        refused(client.get(path), 404, "NO_SUCH_KEY");
        assertThat(head()).isEqualTo(before);
        refused(client.put(path + "?dryrun=true", "{\"value\": 1}"), 400, "INVALID_PARAMETER");
        refused(client.put(path + "?dryRun=yes", "{\"value\": 1}"), 400, "INVALID_PARAMETER");
    }

    @Test
    void shouldAnswerARepeatedPutAsTheFirstTime() {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a";
        String key = "key-" + env;
        HttpResponse<String> first = client.put(path, "{\"value\": 1}", "Idempotency-Key", key);
        ok(client.put(path, "{\"value\": 2}"), 200);
        HttpResponse<String> again = client.put(path, "{\"value\": 1}", "Idempotency-Key", key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ok(client.get(path), 200).path("value").asInt()).isEqualTo(2);
        refused(client.put(path, "{\"value\": 3}", "Idempotency-Key", key), 422, "IDEMPOTENCY_KEY_REUSED");
        ok(client.put(path, "{\"value\": 3}", "Idempotency-Key", key, "Headwater-Actor", "somebody-else"), 200);
    }

    @Test
    void shouldKnowARepeatedPutHoweverItIsSentAndWaitedFor() {
        String env = environment();
        String path = "/v1/config/shop/" + env + "/a";
        String key = "key-" + env;
        JsonNode first = ok(client.put(path + "?message=why", "{\"value\": 1}", "Idempotency-Key", key), 201);
        JsonNode again = ok(
                client.put(
                        path + "?wait=reader&message=wh%79&timeout=1ms",
                        "{\"value\": 1}",
                        "Idempotency-Key",
                        key,
                        "Content-Type",
                        "Application/JSON; charset=utf-8"),
                201);
        assertThat(again.path("revision")).isEqualTo(first.path("revision"));
        assertThat(again.path("served").isBoolean()).isTrue();
        refused(
                client.put(path + "?message=other", "{\"value\": 1}", "Idempotency-Key", key),
                422,
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void shouldSayThatNobodyServesItWhereNobodyReports() {
        String env = environment();
        JsonNode answer =
                ok(client.put("/v1/config/shop/" + env + "/a?wait=reader&timeout=50ms", "{\"value\": 1}"), 201);
        assertThat(answer.path("served").isBoolean()).isTrue();
        assertThat(answer.path("served").asBoolean()).isFalse();
        refused(client.put("/v1/config/shop/" + env + "/a?wait=redis", "{\"value\": 1}"), 400, "INVALID_PARAMETER");
        refused(
                client.put("/v1/config/shop/" + env + "/a?wait=reader&timeout=1", "{\"value\": 1}"),
                400,
                "INVALID_PARAMETER");
    }
}
