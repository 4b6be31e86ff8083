package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitsApiTest extends ApiTest {
    private static String put(String env, String service, String key, String rest) {
        return "{\"op\":\"put\",\"service\":\"" + service + "\",\"environment\":\"" + env + "\",\"key\":\"" + key + "\""
                + rest + "}";
    }

    private static String commit(String... changes) {
        return "{\"message\":\"why\",\"changes\":[" + String.join(",", changes) + "]}";
    }

    @Test
    void shouldMakeOneCommitOfManyChanges() {
        String env = environment();
        HttpResponse<String> made = client.post(
                "/v1/commits",
                commit(
                        put(env, "shop", "a", ",\"value\":10.0,\"expect\":0"),
                        put("_", "_", "b-" + env, ",\"value\":[1.50]")),
                "Headwater-Actor",
                "ann",
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        long revision = ok(made, 201).path("revision").asLong();
        assertThat(made.headers().firstValue("Location")).contains("/v1/commits/" + revision);

        HttpResponse<String> read = client.get("/v1/commits/" + revision);
        JsonNode commit = ok(read, 200);
        assertThat(commit.path("author").asText()).isEqualTo("ann");
        assertThat(commit.path("message").asText()).isEqualTo("why");
        assertThat(read.body()).contains("\"value\":10.0").contains("\"value\":[1.50]");
        assertThat(commit.path("changes").path(0).path("type").asText()).isEqualTo("number");
        JsonNode before = ok(client.get("/v1/commits/" + (revision - 1)), 200);
        assertThat(commit.path("previousHash")).isEqualTo(before.path("hash"));
        assertThat(before.path("changes").path(0).path("kind").asText()).isEqualTo("environment");
    }

    @Test
    void shouldDoAllOrNothing() {
        String env = environment();
        long head = head();
        JsonNode conflict = refused(
                client.post(
                        "/v1/commits",
                        commit(
                                put(env, "shop", "a", ",\"value\":1"),
                                put(env, "shop", "b", ",\"value\":1,\"expect\":7"))),
                409,
                "CONFLICT");
        assertThat(conflict.path("errors").findValuesAsText("detail")).containsExactly("7", "0");
        refused(client.get("/v1/config/shop/" + env + "/a"), 404, "NO_SUCH_KEY");
        assertThat(head()).isEqualTo(head);
        String delete = "{\"op\":\"delete\",\"service\":\"shop\",\"environment\":\"" + env + "\",\"key\":\"b\"}";
        refused(client.post("/v1/commits", commit(put(env, "shop", "a", ",\"value\":1"), delete)), 404, "NO_SUCH_KEY");
        refused(
                client.post(
                        "/v1/commits",
                        commit(put(env, "shop", "a", ",\"value\":1"), put(env, "shop", "a", ",\"value\":2"))),
                422,
                "DUPLICATE_KEY");
        refused(
                client.post("/v1/commits", commit(put("nowhere", "shop", "a", ",\"value\":1"))),
                404,
                "NO_SUCH_ENVIRONMENT");
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void shouldListNewestFirstByFiltersAndPages() {
        String env = environment();
        for (int i = 0; i < 5; i++) {
            ok(
                    client.post(
                            "/v1/commits",
                            commit(put(env, "shop", "k", ",\"value\":" + i)),
                            "Headwater-Actor",
                            "ann-" + env),
                    201);
        }
        ok(client.post("/v1/commits", commit(put(env, "cart", "k", ",\"value\":1"))), 201);
        JsonNode first = ok(client.get("/v1/commits?environment=" + env + "&service=shop&key=k&limit=3"), 200);
        assertThat(first.path("items").size()).isEqualTo(3);
        JsonNode second = ok(
                client.get("/v1/commits?environment=" + env + "&service=shop&key=k&limit=3&cursor="
                        + first.path("cursor").asText()),
                200);
        assertThat(second.path("items").size()).isEqualTo(2);
        assertThat(second.has("cursor")).isFalse();
        assertThat(first.path("items").path(2).path("revision").asLong())
                .isGreaterThan(second.path("items").path(0).path("revision").asLong());
        assertThat(ok(client.get("/v1/commits?author=ann-" + env), 200)
                        .path("items")
                        .size())
                .isEqualTo(5);
        long revision = second.path("items").path(0).path("revision").asLong();
        assertThat(ok(client.get("/v1/commits?from=" + revision + "&to=" + revision), 200)
                        .path("items")
                        .findValuesAsText("revision"))
                .containsExactly(Long.toString(revision));
        String time = second.path("items").path(0).path("time").asText();
        assertThat(ok(client.get("/v1/commits?from=" + time + "&to=" + time + "&environment=" + env), 200)
                        .path("items")
                        .findValuesAsText("revision"))
                .contains(Long.toString(revision));
        refused(client.get("/v1/commits?from=yesterday"), 400, "INVALID_PARAMETER");
        refused(client.get("/v1/commits/0"), 404, "NO_SUCH_COMMIT");
        refused(client.get("/v1/commits/999999"), 404, "NO_SUCH_COMMIT");
        refused(client.get("/v1/commits/x"), 400, "INVALID_PARAMETER");
    }

    @Test
    void shouldCutAVeryLargeCommitInTheListOnly() {
        String env = environment();
        String changes = IntStream.range(0, 300)
                .mapToObj(i -> put(env, "shop", "k" + i, ",\"value\":" + i))
                .collect(Collectors.joining(","));
        long revision = ok(client.post("/v1/commits", "{\"changes\":[" + changes + "]}"), 201)
                .path("revision")
                .asLong();
        JsonNode listed =
                ok(client.get("/v1/commits?limit=1"), 200).path("items").path(0);
        assertThat(listed.path("truncated").asBoolean()).isTrue();
        assertThat(listed.path("changes").size()).isLessThan(300);
        JsonNode whole = ok(client.get("/v1/commits/" + revision), 200);
        assertThat(whole.has("truncated")).isFalse();
        assertThat(whole.path("changes").size()).isEqualTo(300);
    }

    @Test
    void shouldEndAPageOfLargeCommitsEarly() {
        String env = environment();
        for (int i = 0; i < 150; i++) {
            ok(
                    client.post(
                            "/v1/commits",
                            commit(put(env, "shop", "k", ",\"value\":\"" + i + "x".repeat(60_000) + "\""))),
                    201);
        }
        List<Long> revisions = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = ok(client.get("/v1/commits?key=k&limit=1000&environment=" + env + cursor), 200);
            page.path("items")
                    .forEach(item -> revisions.add(item.path("revision").asLong()));
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
            pages++;
        } while (!cursor.isEmpty());
        assertThat(pages).isEqualTo(2);
        assertThat(revisions).hasSize(150).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void shouldAnswerARepeatedCommitAsTheFirstTime() {
        String env = environment();
        String body = commit(put(env, "shop", "a", ",\"value\":1"));
        HttpResponse<String> first = client.post("/v1/commits", body, "Idempotency-Key", "c-" + env);
        HttpResponse<String> again = client.post("/v1/commits", body, "Idempotency-Key", "c-" + env);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        refused(
                client.post(
                        "/v1/commits", commit(put(env, "shop", "a", ",\"value\":2")), "Idempotency-Key", "c-" + env),
                422,
                "IDEMPOTENCY_KEY_REUSED");
        JsonNode nothing = ok(client.post("/v1/commits", commit(put(env, "shop", "a", ",\"value\":1"))), 200);
        assertThat(nothing.path("changed").asBoolean()).isFalse();
    }

    @Test
    void shouldSayWhatADryRunWouldDo() {
        String env = environment();
        long head = head();
        JsonNode dry = ok(client.post("/v1/commits?dryRun=true", commit(put(env, "shop", "a", ",\"value\":1"))), 200);
        assertThat(dry.path("changes").size()).isEqualTo(1);
        assertThat(dry.path("revision").asLong()).isEqualTo(head);
        assertThat(head()).isEqualTo(head);
        refused(
                client.post("/v1/commits?dryRun=true", commit(put(env, "shop", "a", ",\"value\":1,\"expect\":3"))),
                409,
                "CONFLICT");
    }
}
