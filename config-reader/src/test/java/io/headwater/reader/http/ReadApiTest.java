package io.headwater.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.Ports;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.client.codec.StringCodec;

/** Snapshots, lookups and long-polls over HTTP, held against the API's document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadApiTest {
    private LayoutWriter writer;
    private RunningReader reader;
    private RunningReader other;

    @BeforeAll
    void start() throws Exception {
        String prefix = Redis.prefix();
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.environment("staging");
        writer.commit(
                Put.of("_", "_", "a", "integer", "1"),
                Put.of("_", "dev", "a", "integer", "2"),
                Put.of("shop", "_", "a", "integer", "3"),
                Put.of("shop", "dev", "a", "integer", "4"),
                Put.string("shop", "dev", "text", "x".repeat(2_000)),
                Put.of("poll", "dev", "n", "integer", "0"));
        reader = RunningReader.start(Redis.shared().uri(), prefix);
        other = RunningReader.start(Redis.shared().uri(), prefix);
    }

    @AfterAll
    void stop() {
        reader.close();
        other.close();
        writer.close();
    }

    @Test
    void shouldGiveEachServiceTheStrongestOfItsLayers() {
        assertThat(reader.get("/v1/snapshots/shop/dev?format=flat").body()).startsWith("{\"a\":4,");
        assertThat(reader.get("/v1/snapshots/shop/staging?format=flat").body()).isEqualTo("{\"a\":3}");
        assertThat(reader.get("/v1/snapshots/unknown/dev?format=flat").body()).isEqualTo("{\"a\":2}");
        assertThat(reader.get("/v1/snapshots/unknown/staging?format=flat").body())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldAnswer304ToWhoeverHasTheContent() {
        HttpResponse<String> full = reader.get("/v1/snapshots/shop/dev");
        String tag = full.headers().firstValue("ETag").orElseThrow();

        for (String header : new String[] {tag, "\"x\", " + tag, "W/" + tag, "*"}) {
            HttpResponse<String> answer = reader.get("/v1/snapshots/shop/dev", "If-None-Match", header);
            assertThat(answer.statusCode()).as(header).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
            assertThat(answer.headers().firstValue("Headwater-Revision")).isPresent();
        }
        assertThat(reader.get("/v1/snapshots/shop/dev", "If-None-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldSendNoCodingThatTheClientRefuses() throws Exception {
        assertThat(reader.send("GET", "/v1/snapshots/shop/dev", "Accept-Encoding", "gzip;q=0, *")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(reader.send("GET", "/v1/snapshots/shop/dev", "Accept-Encoding", "br, *;q=0.1")
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    @Test
    void shouldGiveEqualTagsOnAllReplicasAndDistinctOnesToFormatsAndCodings() throws Exception {
        String tag = tag(reader.get("/v1/snapshots/shop/dev"));

        assertThat(tag(other.get("/v1/snapshots/shop/dev"))).isEqualTo(tag);
        assertThat(tag(reader.get("/v1/snapshots/shop/dev?format=flat"))).isNotEqualTo(tag);
        assertThat(tag(reader.get("/v1/snapshots/shop/dev?format=yaml")))
                .isNotEqualTo(tag(reader.get("/v1/snapshots/shop/dev?format=properties")));
        HttpResponse<byte[]> zipped = zipped("/v1/snapshots/shop/dev");
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(zipped.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
        try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(reader.get("/v1/snapshots/shop/dev").body());
        }
    }

    @Test
    void shouldKeepTheTagWhenAnotherServiceChanges() {
        HttpResponse<String> before = reader.get("/v1/snapshots/shop/dev");

        long revision = writer.commit(Put.string("other", "dev", "k", "v"));

        HttpResponse<String> after = reader.get("/v1/snapshots/shop/dev?min-revision=" + revision);
        assertThat(after.body()).isEqualTo(before.body());
        assertThat(tag(after)).isEqualTo(tag(before));
        assertThat(after.headers().firstValueAsLong("Headwater-Revision")).hasValue(revision);
    }

    @Test
    void shouldTellADeletionByTheRevisionOfTheContent() {
        writer.commit(Put.string("fleeting", "dev", "k", "v"));
        long revision = writer.commit(Put.delete("fleeting", "dev", "k"));

        assertThat(reader.get("/v1/snapshots/fleeting/dev?min-revision=" + revision)
                        .body())
                .contains("\"revision\":" + revision + ",\"config\":{\"a\":");
        assertThat(reader.get("/v1/snapshots/fleeting/dev/k").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldWaitForTheRevisionAskedFor() throws Exception {
        long next = writer.revision() + 1;
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> reader.get("/v1/snapshots/shop/dev/a?timeout=10s&min-revision=" + next));

        writer.commit(Put.of("shop", "dev", "a", "integer", "4"));

        assertThat(waiting.get().body()).contains("\"revision\":" + next);
    }

    @Test
    void shouldSayNotYetWithTheRevisionHeld() {
        HttpResponse<String> answer = reader.get("/v1/snapshots/shop/dev?timeout=50ms&min-revision=1000000");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("NOT_YET", "\"detail\":\"" + writer.revision() + "\"");
    }

    @Test
    void shouldSay404OnlyForAnEnvironmentThatCannotBeOnItsWay() {
        assertThat(reader.get("/v1/snapshots/shop/nowhere").body()).contains("NO_SUCH_ENVIRONMENT");
        HttpResponse<String> answer = reader.get("/v1/snapshots/shop/nowhere?timeout=50ms&min-revision=1000000");
        assertThat(answer.statusCode()).isEqualTo(504);

        long next = writer.revision() + 1;
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> reader.get("/v1/snapshots/shop/fresh?timeout=10s&min-revision=" + next));
        writer.environment("fresh");
        assertThat(waiting.join().statusCode()).isEqualTo(200);
        writer.deleteEnvironment("fresh");
        await().untilAsserted(() ->
                assertThat(reader.get("/v1/snapshots/shop/fresh").statusCode()).isEqualTo(404));
    }

    @Test
    void shouldHoldALongPollUntilTheContentChanges() throws Exception {
        String tag = tag(reader.get("/v1/snapshots/poll/dev"));
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> reader.get("/v1/snapshots/poll/dev?wait=20s", "If-None-Match", tag));
        CompletableFuture<HttpResponse<String>> untagged =
                CompletableFuture.supplyAsync(() -> reader.get("/v1/snapshots/poll/dev?wait=20s"));
        await().until(() -> reader.management("/metrics").body().contains("headwater_reader_long_polls 2"));
        writer.commit(Put.string("other", "dev", "k", "w"));
        assertThat(waiting).isNotDone();

        long revision = writer.commit(Put.of("poll", "dev", "n", "integer", "1"));

        assertThat(waiting.get().statusCode()).isEqualTo(200);
        assertThat(waiting.get().body()).contains("\"revision\":" + revision);
        assertThat(untagged.get().body()).contains("\"revision\":" + revision);
    }

    @Test
    void shouldEndALongPollWithoutAChange() {
        String tag = tag(reader.get("/v1/snapshots/shop/staging"));

        assertThat(reader.get("/v1/snapshots/shop/staging?wait=200ms", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(reader.get("/v1/snapshots/shop/staging?wait=200ms").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerHeadWithTheHeadersOfGet() throws Exception {
        HttpResponse<String> get = reader.get("/v1/snapshots/shop/dev");
        HttpResponse<String> head = reader.send("HEAD", "/v1/snapshots/shop/dev");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isEqualTo(get.headers().firstValue("ETag"));
        assertThat(head.headers().firstValueAsLong("Content-Length"))
                .hasValue(get.body().getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/snapshots/Shop/dev, INVALID_NAME",
        "/v1/snapshots/_/dev, INVALID_NAME",
        "/v1/snapshots/v1/dev, INVALID_NAME",
        "/v1/snapshots/shop/_, INVALID_NAME",
        "/v1/snapshots/shop/dev/%24evaluators, INVALID_NAME",
        "/v1/snapshots/shop/dev/%00, ''",
        "/v1/snapshots/shop/dev/%ff, ''",
        "/v1/snapshots/shop/dev/%zz, ''",
        "/v1/snapshots/shop/dev?format=flagd, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?format=xml, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?wait=9999d, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?wait=5, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?wait=-5s, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?min-revision=-1, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?min-revision=x, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?min-revision=9223372036854775808, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?min-revision=1&min-revision=2, INVALID_PARAMETER",
        "/v1/snapshots/shop/dev?timeout=never, INVALID_PARAMETER",
        "/v1/stream/shop/dev?min-revision=-1, INVALID_PARAMETER",
    })
    void shouldRefuseWhatCannotBeMeant(String path, String code) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json", code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5"})
    void shouldRefuseAnEventIdThatIsNoRevision(String id) {
        HttpResponse<String> answer = reader.get("/v1/stream/shop/dev", "Last-Event-ID", id);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Last-Event-ID");
    }

    @Test
    void shouldListTheFormatsThatThereAre() {
        assertThat(reader.get("/v1/snapshots/shop/dev?format=flagd").body()).contains("flat, properties, env, yaml");
    }

    @Test
    void shouldRefuseMethodsAndPathsThatDoNotExist() throws Exception {
        assertThat(reader.send("DELETE", "/v1/snapshots/shop/dev").statusCode()).isEqualTo(405);
        assertThat(reader.send("BREW", "/v1/snapshots/shop/dev").statusCode()).isIn(405, 501);
        assertThat(reader.send("GET", "/v1/snapshots").statusCode()).isEqualTo(404);
        assertThat(reader.send("GET", "/v1/nothing").body()).contains("NOT_FOUND");
    }

    @Test
    void shouldRefuseHeadersThatAreTooLarge() throws Exception {
        String answer = raw("GET /v1/snapshots/shop/dev HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"" + "x".repeat(100_000)
                + "\"\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void shouldReportItsRevisionsForWhoeverWaitsForReaders() throws Exception {
        await().untilAsserted(() -> assertThat(writer.client()
                        .<String, String>getMap(writer.keys().readers(), StringCodec.INSTANCE)
                        .readAllValues())
                .hasSize(2)
                .allMatch(report ->
                        report.matches("\\{\"time\":\\d+,\"revisions\":\\{.*\"dev\":" + writer.revision() + "[,}].*")));
    }

    private String raw(String request) throws IOException {
        URI uri = URI.create(reader.url("/"));
        try (Socket socket = new Socket(Ports.loopback(), uri.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<byte[]> zipped(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(reader.url(path)))
                            .timeout(Duration.ofSeconds(5))
                            .header("Accept-Encoding", "br, gzip;q=0.5")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
