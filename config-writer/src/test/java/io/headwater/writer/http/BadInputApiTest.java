package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.core.Limits;
import io.headwater.writer.TestConfig;
import io.headwater.writer.WriterConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent that is wrong is refused with the right problem document, and nothing changes. */
class BadInputApiTest extends ApiTest {
    private static final String PATH = "/v1/config/shop/dev/a";
    private long before;

    @Override
    protected WriterConfig configure(WriterConfig config) {
        return TestConfig.withLimits(config, new Limits(2_000, 8_000, 10, 20));
    }

    @BeforeAll
    void prepare() {
        ok(client.put("/v1/environments/dev", "{}"), 201);
        ok(client.put(PATH, "{\"value\":1}"), 201);
    }

    @BeforeEach
    void look() {
        before = head();
    }

    @AfterEach
    void shouldHaveChangedNothing() {
        assertThat(head()).isEqualTo(before);
    }

    private static String change(String key, String rest) {
        return "{\"op\":\"put\",\"service\":\"shop\",\"environment\":\"dev\",\"key\":\"" + key + "\"" + rest + "}";
    }

    @Test
    void shouldNameTheLineAndColumnOfMalformedJson() {
        JsonNode problem = refused(client.put(PATH, "{\n  \"value\": 1,\n  oops\n}"), 400, "MALFORMED_JSON");
        assertThat(problem.path("detail").asText()).contains("line 3").contains("column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"value\": 1",
                "{\"value\": NaN}",
                "{\"value\": Infinity}",
                "{\"value\": 01}",
                "{\"value\": 1,}",
                "{'value': 1}",
                "{\"value\": 1} {}",
                "{\"value\": 1, \"value\": 2}",
                "{\"value\": \"\\ud800\"}",
                "{\"value\": {\"a\": 1, \"a\": 1}}",
                "// no\n{\"value\": 1}",
                "nonsense"
            })
    void shouldRefuseMalformedJson(String body) {
        refused(client.put(PATH, body), 400, "MALFORMED_JSON");
        refused(client.post("/v1/commits", body), 400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | ",
                "null | ",
                "7 | ",
                "{} | value",
                "{\"value\": 1, \"type\": 5} | type",
                "{\"value\": 1, \"type\": \"text\"} | type",
                "{\"value\": 1, \"type\": \"flag\"} | type",
                "{\"value\": 1, \"description\": 5} | description",
                "{\"value\": 1, \"tags\": \"x\"} | tags",
                "{\"value\": 1, \"tags\": [1]} | tags[0]",
                "{\"value\": 1, \"tags\": [\" \"]} | tags[0]",
                "{\"value\": 1, \"owner\": []} | owner",
                "{\"value\": 1, \"message\": 5} | message",
                "{\"value\": 1, \"merge\": \"patch\"} | merge",
                "{\"value\": 1, \"final\": true} | final",
                "{\"value\": 1, \"secret\": 1} | secret",
            })
    void shouldRefuseWrongTypesAndNameTheField(String body, String field) {
        JsonNode problem = refused(client.put(PATH, body), 400, "INVALID_FIELD");
        if (field != null) {
            assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"changes\": []} | INVALID_FIELD | changes",
                "{\"message\": \"x\"} | INVALID_FIELD | changes",
                "{\"changes\": 5} | INVALID_FIELD | changes",
                "{\"changes\": [5]} | INVALID_FIELD | changes[0]",
                "{\"changes\": [{}]} | INVALID_FIELD | changes[0].op",
                "{\"changes\": [{\"op\": \"patch\"}]} | INVALID_FIELD | changes[0].service",
                "{\"changes\": [{\"op\":\"patch\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\"}]} | INVALID_FIELD | changes[0].op",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\"}]} | INVALID_FIELD | changes[0].value",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\",\"value\":1,\"expect\":-1}]} | INVALID_FIELD | changes[0].expect",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\",\"value\":1,\"expect\":1.5}]} | INVALID_FIELD | changes[0].expect",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\",\"value\":1,\"colour\":1}]} | UNKNOWN_FIELD | changes[0].colour",
                "{\"changes\": [{\"op\":\"delete\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\",\"value\":1}]} | UNKNOWN_FIELD | changes[0].value",
                "{\"changes\": [{\"op\":\"put\",\"kind\":\"environment\",\"environment\":\"dev\"}]} | UNKNOWN_FIELD | changes[0].kind",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"v1\",\"environment\":\"dev\",\"key\":\"k\",\"value\":1}]} | INVALID_NAME | changes[0].service",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"D\",\"key\":\"k\",\"value\":1}]} | INVALID_NAME | changes[0].environment",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"$k\",\"value\":1}]} | INVALID_NAME | changes[0].key",
                "{\"changes\": [{\"op\":\"put\",\"service\":\"a\",\"environment\":\"dev\",\"key\":\"\",\"value\":1}]} | INVALID_NAME | changes[0].key",
                "{\"changes\": [], \"author\": \"me\"} | UNKNOWN_FIELD | author",
            })
    void shouldNameTheFieldOfACommitThatIsWrong(String body, String code, String field) {
        JsonNode problem = refused(client.post("/v1/commits", body), 400, code);
        assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo(field);
    }

    @Test
    void shouldRefuseUnknownFields() {
        JsonNode problem = refused(client.put(PATH, "{\"value\": 1, \"colour\": \"red\"}"), 400, "UNKNOWN_FIELD");
        assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("colour");
        refused(client.put("/v1/environments/dev", "{\"colour\": 1}"), 400, "UNKNOWN_FIELD");
        refused(client.put("/v1/environments/dev", "{\"rank\": 1.5}"), 400, "INVALID_FIELD");
        refused(client.put("/v1/environments/dev", "{\"protected\": \"yes\"}"), 400, "INVALID_FIELD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/config/Shop/dev/a",
                "/v1/config/v1/dev/a",
                "/v1/config/health/dev/a",
                "/v1/config/-shop/dev/a",
                "/v1/config/shop/DEV/a",
                "/v1/config/shop/dev/%24evaluators",
                "/v1/config/shop/dev/a%00b",
                "/v1/config/shop/dev/a%0Ab"
            })
    void shouldRefuseNames(String path) {
        HttpResponse<String> response = client.put(path, "{\"value\": 1}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("code").asText()).isIn("INVALID_NAME", "MALFORMED_REQUEST");
    }

    @Test
    void shouldRefuseKeysThatAreTooLong() {
        refused(client.put("/v1/config/shop/dev/" + "k".repeat(256), "{\"value\": 1}"), 400, "INVALID_NAME");
    }

    @Test
    void shouldRefuseWhatIsOverALimit() {
        String large = "\"" + "x".repeat(2_000) + "\"";
        refused(client.put(PATH, "{\"value\": " + large + "}"), 413, "TOO_LARGE");
        refused(
                client.post("/v1/commits", "{\"changes\":[" + change("b", ",\"value\":" + large) + "]}"),
                413,
                "TOO_LARGE");
        String many = IntStream.range(0, 11)
                .mapToObj(i -> change("k" + i, ",\"value\":1"))
                .collect(Collectors.joining(","));
        refused(client.post("/v1/commits", "{\"changes\":[" + many + "]}"), 413, "TOO_LARGE");
        String heavy = IntStream.range(0, 6)
                .mapToObj(i -> change("k" + i, ",\"value\":\"" + "x".repeat(1_500) + "\""))
                .collect(Collectors.joining(","));
        refused(client.post("/v1/commits", "{\"changes\":[" + heavy + "]}"), 413, "TOO_LARGE");
        refused(client.put(PATH, "{\"value\": 2, \"message\": \"" + "m".repeat(21) + "\"}"), 413, "TOO_LARGE");
        String yaml = IntStream.range(0, 11).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining("\n"));
        refused(post("/v1/import/shop/dev", "application/yaml", yaml), 413, "TOO_LARGE");
    }

    @Test
    void shouldRefuseAControlCharacterThatGrowsOverTheLimit() {
        refused(client.put(PATH, "{\"value\": \"" + "\\u0001".repeat(334) + "\"}"), 413, "TOO_LARGE");
    }

    @Test
    void shouldRefuseTheSameKeyTwiceInOneCommit() {
        refused(
                client.post(
                        "/v1/commits",
                        "{\"changes\":[" + change("b", ",\"value\":1") + "," + change("b", ",\"value\":1") + "]}"),
                422,
                "DUPLICATE_KEY");
    }

    @Test
    void shouldRefuseUnknownEnvironments() {
        refused(client.put("/v1/config/shop/nowhere/a", "{\"value\": 1}"), 404, "NO_SUCH_ENVIRONMENT");
        refused(client.get("/v1/config/shop/nowhere"), 404, "NO_SUCH_ENVIRONMENT");
        refused(post("/v1/import/shop/nowhere", "application/yaml", "a: 1"), 404, "NO_SUCH_ENVIRONMENT");
        refused(client.get("/v1/environments/nowhere"), 404, "NO_SUCH_ENVIRONMENT");
    }

    @Test
    void shouldRefuseUnmetPreconditions() {
        refused(client.put(PATH, "{\"value\": 2}", "If-Match", "\"999\""), 412, "CONFLICT");
        refused(client.put(PATH, "{\"value\": 2}", "If-None-Match", "*"), 412, "CONFLICT");
        refused(client.put(PATH, "{\"value\": 2}", "If-Match", "W/\"2\""), 400, "INVALID_PRECONDITION");
        refused(
                client.post("/v1/commits", "{\"changes\":[" + change("a", ",\"value\":1,\"expect\":0") + "]}"),
                409,
                "CONFLICT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Match", "If-None-Match"})
    void shouldRefusePreconditionsThatNameNothing(String header) {
        refused(
                client.post("/v1/commits", "{\"changes\":[" + change("a", ",\"value\":2") + "]}", header, "*"),
                400,
                "INVALID_PRECONDITION");
        refused(
                client.post("/v1/import/shop/dev", "a: 2", "Content-Type", "application/yaml", header, "*"),
                400,
                "INVALID_PRECONDITION");
    }

    @Test
    void shouldRefuseSecretsThatCannotBeKept() {
        refused(client.put(PATH, "{\"value\": \"s\", \"secret\": true}"), 422, "NO_ENCRYPTION_KEY");
        JsonNode everywhere = refused(
                client.put("/v1/config/shop/_/a", "{\"value\": \"hush\", \"secret\": true}"),
                422,
                "SECRET_NEEDS_ENVIRONMENT");
        assertThat(everywhere.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/jsonp", "*/*", "nonsense"})
    void shouldRefuseMediaTypes(String type) {
        refused(
                send("PUT", PATH, type, "{\"value\": 2}".getBytes(StandardCharsets.UTF_8)),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        refused(post("/v1/import/shop/dev", type, "a: 1"), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void shouldRefuseDeepNesting() {
        refused(client.put(PATH, "{\"value\": " + "[".repeat(500) + "]".repeat(500) + "}"), 400, "TOO_DEEP");
        refused(
                post("/v1/import/shop/dev", "application/yaml", "a: " + "[".repeat(500) + "]".repeat(500)),
                400,
                "TOO_DEEP");
        refused(
                post("/v1/import/shop/dev", "application/json", "{\"a\": ".repeat(500) + "1" + "}".repeat(500)),
                400,
                "TOO_DEEP");
    }

    /** One level less than is read: in its record a value is a member. */
    @Test
    void shouldTakeOnlyValuesThatCanBeReadInTheirRecord() {
        String deepest = "[".repeat(99) + "]".repeat(99);
        ok(client.put(PATH + "?dryRun=true", "{\"value\": " + deepest + "}"), 200);
        refused(client.put(PATH + "?dryRun=true", "{\"value\": [" + deepest + "]}"), 400, "TOO_DEEP");
        refused(
                client.post(
                        "/v1/commits?dryRun=true",
                        "{\"changes\":[" + change("b", ",\"value\":[" + deepest + "]") + "]}"),
                400,
                "TOO_DEEP");
        refused(post("/v1/import/shop/dev?dryRun=true", "application/yaml", "a: [" + deepest + "]"), 400, "TOO_DEEP");
    }

    @Test
    @Timeout(60)
    void shouldRefuseABomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append(alias);
            bomb.append((", " + alias).repeat(9)).append("]\n");
        }
        refused(post("/v1/import/shop/dev", "application/yaml", bomb.toString()), 400, "MALFORMED_YAML");
    }

    @Test
    void shouldNameTheLineOfMalformedFiles() {
        JsonNode yaml = refused(post("/v1/import/shop/dev", "application/yaml", "a: 1\nb: [\n"), 400, "MALFORMED_YAML");
        assertThat(yaml.path("detail").asText()).contains("line");
        refused(post("/v1/import/shop/dev", "text/x-java-properties", "a=\\u00"), 400, "MALFORMED_PROPERTIES");
        JsonNode twice =
                refused(post("/v1/import/shop/dev", "application/yaml", "a.b: 1\na:\n  b: 2\n"), 422, "DUPLICATE_KEY");
        assertThat(twice.path("detail").asText()).contains("line 1").contains("line 3");
        refused(
                post("/v1/import/shop/dev", "application/yaml", "spring.config.activate.on-profile: a & b\nx: 1"),
                422,
                "UNKNOWN_PROFILE");
        refused(
                post("/v1/import/shop/dev", "application/yaml", "spring.config.activate.on-profile: [dev]\nx: 1"),
                422,
                "UNKNOWN_PROFILE");
        refused(post("/v1/import/shop/dev?mode=append", "application/yaml", "a: 1"), 400, "INVALID_PARAMETER");
    }

    @Test
    void shouldRefuseInvalidUtf8() {
        byte[] body = "{\"value\": \"x\"}".getBytes(StandardCharsets.UTF_8);
        body[11] = (byte) 0xff;
        JsonNode problem = refused(send("PUT", PATH, "application/json", body), 400, "INVALID_UTF8");
        assertThat(problem.path("detail").asText()).contains("11");
        refused(
                send("POST", "/v1/import/shop/dev", "application/yaml", new byte[] {
                    'a', ':', ' ', (byte) 0xc0, (byte) 0x80
                }),
                400,
                "INVALID_UTF8");
        assertThat(send("GET", "/v1/config/shop/dev/%ff", null, null).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Timeout(60)
    void shouldEndABodyThatNeverEnds() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), writer.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 10_000; i++) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                assertThat(e).as("the server may close while this sends").isNotNull();
            }
            byte[] answer = new byte[4_096];
            int length = socket.getInputStream().read(answer);
            String text = new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
            assertThat(text).contains("413").contains("TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "PATCH", "TRACE"})
    void shouldRefuseMethodsThatAreNotServed(String method) {
        HttpResponse<String> response = send(method, PATH, null, null);
        assertThat(response.statusCode()).isBetween(400, 499).isIn(400, 405, 404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldRefuseMethodsThatFitElsewhere() {
        HttpResponse<String> response = send("DELETE", "/v1/commits", null, null);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow").orElse(""))
                .contains("GET")
                .contains("POST");
        refused(send("GET", "/v1/nothing", null, null), 404, "NOT_FOUND");
        refused(send("POST", "/v1/commits/1/revert", "application/json", new byte[0]), 404, "NOT_FOUND");
        refused(client.get("/v1/commits?colour=red"), 400, "INVALID_PARAMETER");
        refused(client.get("/v1/commits?limit=1&limit=2"), 400, "INVALID_PARAMETER");
        refused(client.put(PATH, "{\"value\": 2}", "Idempotency-Key", "k".repeat(256)), 400, "INVALID_PARAMETER");
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return send("POST", path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sent without the contract's client: much of this is no valid request. */
    private HttpResponse<String> send(String method, String path, String type, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(List.of(method, path).toString(), e);
        }
    }
}
