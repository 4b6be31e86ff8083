package io.headwater.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import io.headwater.runtime.metrics.Exposition;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.tracing.RequestTracing;
import io.headwater.runtime.tracing.Traceparent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    private static final HttpLimits LIMITS =
            new HttpLimits(1_000, 4_096, Duration.ofMillis(700), Duration.ofMillis(1_500), Duration.ofSeconds(3));

    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private final CountDownLatch slowStarted = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private final HttpServer server = new HttpServer("test", "127.0.0.1", 0, LIMITS, metrics, this::routes);

    private void routes(RoutesConfig routes) {
        RequestBody body = new RequestBody(LIMITS);
        routes.get(
                "/keys/{key}",
                context -> text(
                        context,
                        context.pathParam("key") + "|"
                                + RequestPath.segments(context.req().getRequestURI())
                                        .get(1)));
        routes.delete("/keys/{key}", context -> context.status(204));
        routes.put("/body", context -> text(context, body.text(context)));
        routes.get("/broken", _ -> {
            throw new IllegalStateException("a secret detail");
        });
        routes.get("/refused", _ -> {
            throw new HeadwaterException(
                    ErrorCode.CONFLICT, 412, "not at 3", List.of(new FieldError("expected", "CONFLICT", "3")));
        });
        routes.get("/away", _ -> {
            throw new HeadwaterException(ErrorCode.UNAVAILABLE, "it is away");
        });
        routes.get("/slow", context -> {
            slowStarted.countDown();
            slowMayEnd.await(10, TimeUnit.SECONDS);
            text(context, "done");
        });
        routes.get("/trace", context -> text(context, RequestTracing.of(context).toString()));
        routes.get("/silent", context -> {
            new CountDownLatch(1).await(1_500, TimeUnit.MILLISECONDS);
            text(context, "still here");
        });
    }

    private static void text(Context context, String text) {
        context.contentType("text/plain; charset=utf-8").header("ETag", "\"1\"").result(text);
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        slowMayEnd.countDown();
        server.stop();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "%C3%A4, ä",
        "a%25b, a%b",
        "a%252Fb, a%2Fb",
        "a%5Cb, 'a\\b'",
        "a+b, a+b",
        "a%20b, a b",
        "a%3Bb, a;b",
        "a;b, a;b",
        "a%3Fb, a?b",
        "..., ...",
        "..a, ..a",
        "%F0%9F%98%80, 😀",
        "%7B%7D, {}",
        "a:b@c, a:b@c",
        "%2e%2e%2fx, ../x"
    })
    void shouldTakeAnyKeyAsOneSegment(String raw, String key) throws Exception {
        assertThat(send("GET", "/keys/" + raw).body()).isEqualTo(key + "|" + key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/keys/%",
                "/keys/%zz",
                "/keys/%C3",
                "/keys/%ff",
                "/keys/..",
                "/keys/%2e%2e",
                "/keys/.",
                "//keys/a",
                "/../x",
                "/keys/%u00e4",
                "/keys/..;/x"
            })
    void shouldRefuseMalformedPathsWithAProblem(String path) throws Exception {
        String answer =
                RawHttp.exchange(server.port(), "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        assertThat(answer).containsPattern("HTTP/1.1 40[04] ").contains("application/problem+json", "\"code\":\"");
        assertThat(answer).doesNotContain("jetty", "Jetty", "Exception");
    }

    @Test
    void shouldAnswerUnknownPathsWithNotFound() throws Exception {
        HttpResponse<String> answer = send("GET", "/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"urn:headwater:error:not-found\",\"title\":\"There is nothing at this path\","
                        + "\"status\":404,\"detail\":\"nothing is served at /nothing\",\"code\":\"NOT_FOUND\"}");
    }

    @Test
    void shouldAnswerUnknownMethodsWithWhatIsAllowed() throws Exception {
        HttpResponse<String> answer = send("POST", "/keys/a");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");
        assertThat(answer.body()).contains("METHOD_NOT_ALLOWED");
        assertThat(send("BREW", "/keys/a").body()).contains("\"code\":\"");
    }

    @Test
    void shouldAnswerOptionsAndHead() throws Exception {
        HttpResponse<String> options = send("OPTIONS", "/keys/a");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");

        HttpResponse<String> head = send("HEAD", "/keys/a");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(head.headers().firstValue("Content-Length")).hasValue("3");
        assertThat(send("HEAD", "/nothing").statusCode()).isEqualTo(404);
        assertThat(send("HEAD", "/body").statusCode()).isEqualTo(405);
        assertThat(send("OPTIONS", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotLetAHeaderReplaceTheMethod() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/keys/a").header("X-HTTP-Method-Override", "DELETE").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCarryTheTraceOfARequestOn() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        String carried = client.send(
                        request("/trace").header("traceparent", trace).build(), BodyHandlers.ofString())
                .body();

        assertThat(carried)
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01")
                .isNotEqualTo(trace);
        assertThat(Traceparent.parse(send("GET", "/trace").body())).isPresent();
    }

    @Test
    void shouldHideUnexpectedFailuresBehindAnIncident() throws Exception {
        HttpResponse<String> answer = send("GET", "/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":\"INTERNAL\"", "incident").doesNotContain("secret", "Exception");
    }

    @Test
    void shouldTellRefusalsWithTheirFields() throws Exception {
        HttpResponse<String> answer = send("GET", "/refused");

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body())
                .contains(
                        "\"status\":412",
                        "\"errors\":[{\"field\":\"expected\",\"code\":\"CONFLICT\",\"detail\":\"3\"}]");
    }

    @Test
    void shouldSayWhenToComeBackForWhatIsUnavailable() throws Exception {
        HttpResponse<String> away = send("GET", "/away");

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(send("GET", "/refused").headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void shouldRefuseLargeBodiesWhetherAnnouncedOrNot() throws Exception {
        HttpResponse<String> announced = put(BodyPublishers.ofByteArray(new byte[1_001]));
        HttpResponse<String> exact =
                put(BodyPublishers.ofByteArray("x".repeat(1_000).getBytes(UTF_8)));
        String chunked = RawHttp.exchange(
                server.port(),
                "PUT /body HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n400\n" + "x".repeat(0x400)
                        + "\n400\n" + "x".repeat(0x400) + "\n");

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.body()).contains("\"code\":\"TOO_LARGE\"", "1001", "allowed: 1000");
        assertThat(exact.statusCode()).isEqualTo(200);
        assertThat(chunked).contains("HTTP/1.1 413", "TOO_LARGE");
    }

    @Test
    void shouldRefuseBodiesThatAreNotUtf8() throws Exception {
        HttpResponse<String> answer = put(BodyPublishers.ofByteArray(new byte[] {'a', 'b', (byte) 0xC3, 'c'}));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_UTF8", "position 2");
        assertThat(put(BodyPublishers.ofString("ä😀\u0000")).body()).isEqualTo("ä😀\u0000");
    }

    @Test
    void shouldNotWaitForABodyThatStopsComing() throws Exception {
        String answer =
                RawHttp.exchange(server.port(), "PUT /body HTTP/1.1\nHost: localhost\nContent-Length: 10\n\nabc");

        assertThat(answer).contains("HTTP/1.1 408", "REQUEST_TIMEOUT");
    }

    @Test
    void shouldNotWaitForABodyThatDripsForEver() throws Exception {
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send("PUT /body HTTP/1.1\nHost: localhost\nContent-Length: 900\n\n");
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return raw.readAll();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!answer.isDone()) {
                try {
                    raw.send("x");
                } catch (java.io.IOException closed) {
                    break;
                }
                new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            }
            assertThat(answer.get(5, TimeUnit.SECONDS)).contains("HTTP/1.1 408", "REQUEST_TIMEOUT");
        }
    }

    @Test
    void shouldLetHandlersTakeLongerThanTheIdleTime() throws Exception {
        assertThat(send("GET", "/silent").body()).isEqualTo("still here");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\nHost: localhost\nX: XXXX\nConnection: close\n\n', 431",
        "'GET\n\n', 400",
        "'GET / HTTP/1.1\nConnection: close\n\n', 400",
        "'GET / HTTP/1.1\nHost: localhost\nBad Header\n\n', 400",
        "'GET / HTTP/1.1\nHost: localhost\nContent-Length: abc\n\n', 400",
        "'PUT /body HTTP/1.1\nHost: localhost\nContent-Length: 3\nTransfer-Encoding: chunked\n\n', 400",
        "'GET /XXXX HTTP/1.1\nHost: localhost\n\n', 414",
        "'GET / HTTP/3.7\nHost: localhost\n\n', 505"
    })
    void shouldAnswerWhatJettyRefusesWithAProblem(String request, int status) throws Exception {
        String answer = RawHttp.exchange(server.port(), request.replace("XXXX", "x".repeat(9_000)));

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json", "\"code\":\"");
        assertThat(answer).doesNotContain("<html", "Jetty");
    }

    @Test
    void shouldFinishRequestsInFlightBeforeItStops() throws Exception {
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("/slow").build(), BodyHandlers.ofString());
        slowStarted.await(5, TimeUnit.SECONDS);

        Thread stopping = Thread.ofVirtual().start(server::drain);
        org.awaitility.Awaitility.await().until(() -> refusesConnections(server.port()));
        slowMayEnd.countDown();

        assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("done");
        assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void shouldStopWithinTheBoundWhenARequestHangs() throws Exception {
        CompletableFuture<?> hanging = client.sendAsync(request("/slow").build(), BodyHandlers.ofString());
        slowStarted.await(5, TimeUnit.SECONDS);

        long before = System.nanoTime();
        server.drain();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
        assertThat(hanging).isNotCancelled();
    }

    @Test
    void shouldMeasureRequestsByRoute() throws Exception {
        send("GET", "/keys/a");
        send("GET", "/nothing");

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(new Exposition(metrics).page("").body())
                        .contains(
                                "headwater_http_request_seconds_count{method=\"GET\",route=\"/keys/{key}\",server=\"test\","
                                        + "status=\"200\"} 1")
                        .contains("route=\"none\""));
    }

    private boolean refusesConnections(int port) {
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (java.io.IOException e) {
            return true;
        }
    }

    private HttpResponse<String> put(HttpRequest.BodyPublisher body) throws Exception {
        return client.send(request("/body").PUT(body).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }
}
