package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.content.Ticks;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.stream.Feed;
import io.headwater.reader.stream.StreamRules;
import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Following;
import io.headwater.reader.view.HoldPoint;
import io.headwater.reader.view.Page;
import io.headwater.reader.view.Pins;
import io.headwater.reader.view.StaleRules;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import io.headwater.reader.view.ViewSource;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.RequestBody;
import io.headwater.runtime.http.RequestPath;
import io.headwater.runtime.metrics.Exposition;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.tracing.RequestTracing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is not a read is HTTP as Jetty speaks it, with routes as Javalin has them. */
class BridgeTest {
    private static final HttpLimits LIMITS =
            new HttpLimits(8 << 20, 4_096, Duration.ofMillis(700), Duration.ofMillis(1_500), Duration.ofSeconds(3));
    private static final int LARGE = 4 << 20;

    private final Metrics metrics = new Metrics();
    private final CountDownLatch slowStarted = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private NettyServer server = server(100);

    private NettyServer server(int connections) {
        ServiceContents contents = new ServiceContents(new Ticks());
        return new NettyServer(
                "test",
                new ServerOptions("127.0.0.1", 0, LIMITS, 1, connections, 10_000, Duration.ofSeconds(5)),
                new Environments(new Following(
                        new Nothing(),
                        new Nobody(),
                        Pins.NONE,
                        HoldPoint.NONE,
                        Clock.systemUTC(),
                        Duration.ofSeconds(1),
                        StaleRules.DEFAULT)),
                contents,
                new Feed(contents),
                new StreamRules(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new ReadMetrics(metrics),
                metrics,
                Clock.systemUTC(),
                this::routes);
    }

    /** Never started, so never asked. */
    private record Nothing() implements ViewSource {
        @Override
        public Optional<Catalog> catalog() {
            return Optional.empty();
        }

        @Override
        public Page read(Page.Request request) {
            return new Page.Absent();
        }

        @Override
        public Subscription listen(String environment, Runnable bell) {
            return () -> {};
        }
    }

    private record Nobody() implements ViewListener {
        @Override
        public void installed(View view, boolean reloaded) {}

        @Override
        public void ended(String environment) {}
    }

    private void routes(RoutesConfig routes) {
        RequestBody body = new RequestBody(LIMITS);
        routes.get(
                "/keys/{key}",
                context -> text(
                        context,
                        RequestPath.segments(context.req().getRequestURI()).get(1)));
        routes.put("/body", context -> {
            byte[] bytes = body.bytes(context);
            text(context, bytes.length + " " + java.util.Arrays.hashCode(bytes));
        });
        routes.get("/large", context -> {
            try (OutputStream out = context.res().getOutputStream()) {
                byte[] chunk = "0123456789abcdef".repeat(1_024).getBytes(StandardCharsets.US_ASCII);
                for (int sent = 0; sent < LARGE; sent += chunk.length) {
                    out.write(chunk);
                }
            }
        });
        routes.get("/slow", context -> {
            slowStarted.countDown();
            slowMayEnd.await(10, TimeUnit.SECONDS);
            text(context, "done");
        });
        routes.get("/silent", context -> {
            new CountDownLatch(1).await(1_500, TimeUnit.MILLISECONDS);
            text(context, "still here");
        });
        routes.get(
                "/thread",
                context -> text(context, Boolean.toString(Thread.currentThread().isVirtual())));
        routes.get("/trace", context -> text(context, RequestTracing.of(context).toString()));
        routes.get("/peer", context -> text(context, context.req().getRemoteAddr()));
        routes.get("/broken", _ -> {
            throw new IllegalStateException("a secret detail");
        });
    }

    private static void text(Context context, String text) {
        context.contentType("text/plain; charset=utf-8").result(text);
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        slowMayEnd.countDown();
        server.drain();
        server.stop();
    }

    private RawConnection connect() throws Exception {
        return new RawConnection(server.port());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\nHost: localhost\n\n";
    }

    @Test
    void shouldAnswerOneRequestAfterTheOtherOnOneConnection() throws Exception {
        try (RawConnection connection = connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(connection.send(get("/keys/k" + i)).answer().text()).isEqualTo("k" + i);
                String put = "PUT /body HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nhello";
                assertThat(connection.send(put).answer().text()).startsWith("5 ");
            }
        }
    }

    @Test
    void shouldAnswerWhatIsSentAheadInItsOrder() throws Exception {
        StringBuilder ahead = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            ahead.append(get("/keys/" + i));
        }
        try (RawConnection connection = connect()) {
            connection.send(ahead.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(connection.answer().text()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void shouldTakeRequestsThatComeByteByByte() throws Exception {
        try (RawConnection connection = connect()) {
            for (byte b : get("/keys/a").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)) {
                connection.send(new byte[] {b});
            }
            assertThat(connection.answer().text()).isEqualTo("a");
        }
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb, a/b", "%C3%A4, ä", "a%25b, a%b", "a%5Cb, 'a\\b'", "a;b, a;b", "..., ...", "%2e%2e%2fx, ../x"})
    void shouldTakeAnyKeyAsOneSegment(String raw, String key) throws Exception {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(get("/keys/" + raw)).answer().text()).isEqualTo(key);
        }
    }

    @Test
    void shouldHandleOnVirtualThreadsAndKnowThePeerAndTheTrace() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (RawConnection connection = connect()) {
            assertThat(connection.send(get("/thread")).answer().text()).isEqualTo("true");
            assertThat(connection.send(get("/peer")).answer().text()).isEqualTo("127.0.0.1");
            connection.send("GET /trace HTTP/1.1\nHost: x\ntraceparent: " + trace + "\n\n");
            assertThat(connection.answer().text()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        }
    }

    @Test
    void shouldCarryLargeBodiesBothWays() throws Exception {
        byte[] body = new byte[LARGE];
        java.util.Arrays.fill(body, (byte) 'x');
        String expected = LARGE + " " + java.util.Arrays.hashCode(body);
        try (RawConnection connection = connect()) {
            connection
                    .send("PUT /body HTTP/1.1\nHost: x\nContent-Length: " + LARGE + "\n\n")
                    .send(body);
            assertThat(connection.answer().text()).isEqualTo(expected);
            assertThat(connection.send(get("/large")).answer().body()).hasSize(LARGE);

            connection.send("PUT /body HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n");
            for (int sent = 0; sent < LARGE; sent += 0x10000) {
                connection
                        .send("10000\n")
                        .send(java.util.Arrays.copyOf(body, 0x10000))
                        .send("\n");
            }
            connection.send("0\n\n" + get("/keys/after"));
            assertThat(connection.answer().text()).isEqualTo(expected);
            assertThat(connection.answer().text()).isEqualTo("after");
        }
    }

    @Test
    void shouldAskForABodyThatWaitsToBeAskedFor() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("PUT /body HTTP/1.1\nHost: x\nContent-Length: 2\nExpect: 100-continue\n\n");
            assertThat(connection.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.line()).isEmpty();
            assertThat(connection.send("hi").answer().text()).startsWith("2 ");
        }
    }

    @Test
    void shouldLeaveTheBodyOutOfAnswersToHead() throws Exception {
        try (RawConnection connection = connect()) {
            RawConnection.Answer head =
                    connection.send("HEAD /keys/abc HTTP/1.1\nHost: x\n\n").answer(true);
            assertThat(head.headers()).containsEntry("content-length", "3");
            assertThat(connection.send(get("/keys/next")).answer().text()).isEqualTo("next");
        }
    }

    @Test
    void shouldAnswerWhoeverHasEndedItsSide() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(get("/keys/a") + get("/silent") + get("/keys/b")).endOutput();
            assertThat(connection.answer().text()).isEqualTo("a");
            assertThat(connection.answer().text()).isEqualTo("still here");
            assertThat(connection.answer().text()).isEqualTo("b");
            assertThat(connection.rest()).isEmpty();
        }
    }

    @Test
    void shouldCloseWhenAsked() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("GET /keys/a HTTP/1.1\nHost: x\nConnection: close\n\n");
            assertThat(connection.answer().headers()).containsEntry("connection", "close");
            assertThat(connection.rest()).isEmpty();
        }
        try (RawConnection connection = connect()) {
            connection.send("GET /keys/a HTTP/1.0\n\n");
            assertThat(connection.answer().text()).isEqualTo("a");
            assertThat(connection.rest()).isEmpty();
        }
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
        "'GET / HTTP/3.7\nHost: localhost\n\n', 505",
        "'GET /keys/%zz HTTP/1.1\nHost: localhost\nConnection: close\n\n', 400",
        "'GET /keys/.. HTTP/1.1\nHost: localhost\nConnection: close\n\n', 400"
    })
    void shouldRefuseWithAProblem(String request, int status) throws Exception {
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer =
                    connection.send(request.replace("XXXX", "x".repeat(9_000))).answer();

            assertThat(answer.code()).isEqualTo(status);
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(answer.text()).contains("\"code\":\"").doesNotContain("<html", "Jetty");
            assertThat(connection.rest()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAMegabyteOfHeadersSoThatTheRefusalArrives() throws Exception {
        StringBuilder headers = new StringBuilder("GET /keys/a HTTP/1.1\nHost: x\n");
        for (int i = 0; i < 1_000; i++) {
            headers.append("X-")
                    .append(i)
                    .append(": ")
                    .append("x".repeat(1_000))
                    .append('\n');
        }
        try (RawConnection connection = connect()) {
            assertThat(connection.send(headers + "\n").answer().code()).isEqualTo(431);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GE", "GET /keys/a HT", "GET /keys/a HTTP/1.1\nHost: x\nX-Half: "})
    void shouldNotWaitForTheRestOfARequest(String half) throws Exception {
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection.send(half).answer();
            assertThat(answer.code()).isEqualTo(408);
            assertThat(answer.text()).contains("REQUEST_TIMEOUT", "700 ms");
            assertThat(connection.rest()).isEmpty();
        }
        try (RawConnection connection = connect()) {
            assertThat(connection.send(half).endOutput().rest())
                    .satisfiesAnyOf(
                            rest -> assertThat(rest).isEmpty(),
                            rest -> assertThat(rest).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void shouldNotBeKeptByARequestThatDrips() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("GET /keys/a HTTP/1.1\nHost: x\nX: ");
            CompletableFuture<RawConnection.Answer> answer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(connection.answer());
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> {
                        if (!answer.isDone()) {
                            connection.send("x");
                        }
                        return answer.isDone();
                    });
            assertThat(answer.get().code()).isEqualTo(408);
        }
    }

    @Test
    void shouldEndConnectionsThatAreSilentAndThoseThatTakeNothing() throws Exception {
        try (RawConnection silent = connect();
                RawConnection stuck = new RawConnection(server.port(), 1_024)) {
            stuck.send(get("/large").repeat(4));
            assertThat(silent.rest()).isEmpty();
            await().until(() -> metric("headwater_reader_connections") == 0);
        }
    }

    @Test
    void shouldLetHandlersTakeLongerThanTheIdleTime() throws Exception {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(get("/silent")).answer().text()).isEqualTo("still here");
        }
    }

    @Test
    void shouldHideUnexpectedFailures() throws Exception {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(get("/broken")).answer().text())
                    .contains("INTERNAL", "incident")
                    .doesNotContain("secret", "Exception");
        }
    }

    @Test
    void shouldRefuseMoreConnectionsThanItHasRoomFor() throws Exception {
        server.stop();
        server = server(2);
        server.start();
        try (RawConnection one = connect();
                RawConnection two = connect();
                RawConnection three = connect()) {
            assertThat(one.send(get("/keys/a")).answer().code()).isEqualTo(200);
            assertThat(two.send(get("/keys/a")).answer().code()).isEqualTo(200);
            RawConnection.Answer refused = three.answer();
            assertThat(refused.code()).isEqualTo(503);
            assertThat(refused.headers()).containsKey("retry-after");
            assertThat(refused.text()).contains("UNAVAILABLE");
        }
        await().until(() -> metric("headwater_reader_connections") == 0);
        try (RawConnection again = connect()) {
            assertThat(again.send(get("/keys/a")).answer().code()).isEqualTo(200);
        }
    }

    @Test
    void shouldFinishRequestsInFlightBeforeItStops() throws Exception {
        try (RawConnection busy = connect();
                RawConnection idle = connect()) {
            assertThat(idle.send(get("/keys/a")).answer().code()).isEqualTo(200);
            busy.send(get("/slow"));
            slowStarted.await(5, TimeUnit.SECONDS);
            Thread stopping = Thread.ofVirtual().start(() -> {
                try {
                    server.drain();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(idle.rest()).isEmpty();
            slowMayEnd.countDown();

            assertThat(busy.answer().text()).isEqualTo("done");
            assertThat(busy.rest()).isEmpty();
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void shouldStopWithinTheBoundWhenARequestHangs() throws Exception {
        try (RawConnection hanging = connect()) {
            hanging.send(get("/slow"));
            slowStarted.await(5, TimeUnit.SECONDS);
            long before = System.nanoTime();
            server.drain();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
        }
    }

    private double metric(String name) {
        return new Exposition(metrics)
                .page("")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
