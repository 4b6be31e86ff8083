package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.ReaderHttp;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and long-polls on event loops, byte by byte. */
class StreamEdgesTest {
    private static final int SUBSCRIBERS = 150;

    private final String prefix = Redis.prefix();
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "0"));
        reader = RunningReader.start(
                Redis.shared().uri(),
                prefix,
                config -> config.withHttp(new ReaderHttp(2, 1_000, 10_000, Duration.ofSeconds(30))));
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
    }

    private long put(int n) {
        return writer.commit(Put.of("shop", "dev", "n", "integer", Integer.toString(n)));
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(URI.create(reader.url("/")).getPort());
    }

    private RawConnection subscribe(String more) throws IOException {
        return connect().send("GET /v1/stream/shop/dev HTTP/1.1\nHost: x\n" + more + "\n");
    }

    private double metric(String name) throws Exception {
        return reader.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    /** Reads lines up to one that starts with a text. */
    private static String lineThatStarts(RawConnection connection, String with) throws IOException {
        String line = connection.line();
        while (!line.startsWith(with)) {
            line = connection.line();
        }
        return line;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Last-Event-ID: 1\nLast-Event-ID: 1\n"})
    void shouldBeginTheSameOnBothWays(String leftToJavalin) throws Exception {
        // Resolved and held, so that the event loop may begin it.
        assertThat(reader.get("/v1/snapshots/shop/dev").statusCode()).isEqualTo(200);
        try (RawConnection stream = subscribe(leftToJavalin.isEmpty() ? "" : "X: ä\n")) {
            assertThat(stream.line()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(stream.line()).startsWith("Date: ");
            for (String line : List.of(
                    "Content-Type: text/event-stream;charset=utf-8",
                    "Cache-Control: no-store",
                    "X-Accel-Buffering: no",
                    "Headwater-Revision: 2",
                    "Headwater-Epoch: 1",
                    "Transfer-Encoding: chunked",
                    "")) {
                assertThat(stream.line()).isEqualTo(line);
            }
            assertThat(Integer.parseInt(stream.line(), 16)).isBetween(13, 16);
            assertThat(stream.line()).isEqualTo(":");
            // 100 ms, spread.
            assertThat(Integer.parseInt(stream.line().substring("retry: ".length())))
                    .isBetween(50, 150);
            assertThat(stream.line()).isEmpty();
            assertThat(lineThatStarts(stream, "event:")).isEqualTo("event: snapshot");
            assertThat(stream.line()).isEqualTo("id: 2");
        }
    }

    @Test
    void shouldStreamWithoutChunksToHttp10() throws Exception {
        try (RawConnection stream = connect().send("GET /v1/stream/shop/dev HTTP/1.0\n\n")) {
            assertThat(lineThatStarts(stream, "Connection:")).isEqualTo("Connection: close");
            assertThat(stream.line()).isEmpty();
            assertThat(stream.line()).isEqualTo(":");
            assertThat(stream.line()).startsWith("retry: ");
            assertThat(stream.line()).isEmpty();
            assertThat(stream.line()).isEqualTo("event: snapshot");
            long revision = put(1);
            assertThat(lineThatStarts(stream, "id:")).isEqualTo("id: 2");
            assertThat(lineThatStarts(stream, "id:")).isEqualTo("id: " + revision);
        }
    }

    @Test
    void shouldAnswerHeadOfAStreamWithoutOne() throws Exception {
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection
                    .send("HEAD /v1/stream/shop/dev HTTP/1.1\nHost: x\n\n")
                    .answer(true);
            assertThat(answer.code()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "text/event-stream;charset=utf-8");
            connection.send("GET /v1/snapshots/shop/dev/n HTTP/1.1\nHost: x\n\n");
            assertThat(connection.answer().text()).contains("\"value\":0");
        }
    }

    @Test
    void shouldTellEveryoneEveryRevisionInOrder() throws Exception {
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                RawConnection stream = subscribe("");
                connections.add(stream);
                CompletableFuture<Long> end = new CompletableFuture<>();
                ends.add(end);
                Thread.ofVirtual().start(() -> follow(stream, end));
            }
            await().until(() -> metric("headwater_reader_streams") == SUBSCRIBERS);
            long last = 0;
            for (int i = 1; i <= 40; i++) {
                last = put(i);
            }
            writer.commit(Put.of("shop", "dev", "n", "integer", "-1"));
            for (CompletableFuture<Long> end : ends) {
                assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(last + 1);
            }
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
        await().until(() -> metric("headwater_reader_streams") == 0);
    }

    /** Follows until the value is -1; fails where an event does not follow on the one before. */
    private static void follow(RawConnection stream, CompletableFuture<Long> end) {
        try {
            long id = Long.parseLong(lineThatStarts(stream, "id:").substring(4));
            String data = stream.line();
            while (!data.contains("\"value\":-1")) {
                long next = Long.parseLong(lineThatStarts(stream, "id:").substring(4));
                data = stream.line();
                assertThat(data).contains("\"revision\":" + next + ",\"previous\":" + id + ",");
                id = next;
            }
            end.complete(id);
        } catch (IOException | RuntimeException | AssertionError e) {
            end.completeExceptionally(e);
        }
    }

    @Test
    void shouldNoticeSoonThatASubscriberHasGone() throws Exception {
        try (RawConnection halfClosed = subscribe("").endOutput()) {
            lineThatStarts(halfClosed, "event: snapshot");
            RawConnection gone = subscribe("");
            lineThatStarts(gone, "event: snapshot");
            assertThat(metric("headwater_reader_streams")).isEqualTo(2);

            gone.close();

            await().until(() -> metric("headwater_reader_streams") == 1);
            long revision = put(1);
            assertThat(lineThatStarts(halfClosed, "id: " + revision)).isNotEmpty();
        }
    }

    @Test
    void shouldAnswerALongPollAndWhatWasSentBehindIt() throws Exception {
        String tag = reader.get("/v1/snapshots/shop/dev/n")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        try (RawConnection connection = connect()) {
            connection.send("GET /v1/snapshots/shop/dev/n?wait=20s HTTP/1.1\nHost: x\nIf-None-Match: " + tag + "\n\n"
                    + "HEAD /v1/snapshots/shop/dev/n HTTP/1.1\nHost: x\n\n"
                    + "GET /v1/nothing HTTP/1.1\nHost: x\n\n");
            connection.endOutput();
            await().until(() -> metric("headwater_reader_long_polls") == 1);
            long revision = put(1);

            assertThat(connection.answer().text()).contains("\"value\":1,\"revision\":" + revision);
            assertThat(connection.answer(true).code()).isEqualTo(200);
            assertThat(connection.answer().code()).isEqualTo(404);
            assertThat(connection.rest()).isEmpty();
        }
    }

    @Test
    void shouldTellALongPollWhenItsKeyIsDeleted() throws Exception {
        assertThat(reader.get("/v1/snapshots/shop/dev/n").statusCode()).isEqualTo(200);
        try (RawConnection connection = connect()) {
            connection.send("GET /v1/snapshots/shop/dev/n?wait=20s HTTP/1.1\nHost: x\n\n");
            await().until(() -> metric("headwater_reader_long_polls") == 1);
            writer.commit(Put.delete("shop", "dev", "n"));
            RawConnection.Answer answer = connection.answer();
            assertThat(answer.code()).isEqualTo(404);
            assertThat(answer.text()).contains("NO_SUCH_KEY");
        }
    }

    @Test
    void shouldAnswerLongPollsWhenItStops() throws Exception {
        String tag = reader.get("/v1/snapshots/shop/dev")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        try (RawConnection connection = connect()) {
            connection.send("GET /v1/snapshots/shop/dev?wait=30s HTTP/1.1\nHost: x\nIf-None-Match: " + tag + "\n\n");
            await().until(() -> metric("headwater_reader_long_polls") == 1);
            long before = System.nanoTime();

            reader.close();

            RawConnection.Answer answer = connection.answer();
            assertThat(answer.code()).isEqualTo(304);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void shouldNotKeepWhatAClientNeverReads() throws Exception {
        writer.commit(Put.string("large", "dev", "text", "y".repeat(200_000)));
        await().until(() -> reader.get("/v1/snapshots/large/dev/text").statusCode() == 200);
        reader.close();
        reader = RunningReader.start(
                Redis.shared().uri(),
                prefix,
                config -> config.withHttp(new ReaderHttp(1, 1_000, 10_000, Duration.ofMillis(500))));
        assertThat(reader.get("/v1/snapshots/large/dev/text").statusCode()).isEqualTo(200);
        try (RawConnection stuck = new RawConnection(URI.create(reader.url("/")).getPort(), 1_024)) {
            stuck.send("GET /v1/snapshots/large/dev/text HTTP/1.1\nHost: x\n\n".repeat(200));
            await().until(() -> metric("headwater_reader_connections") == 0);
            // Of 40 MB that were asked for, a few answers were made: those that filled the kernel's buffers.
            assertThat(metric("headwater_reader_lookups_total")).isLessThan(100);
        }
    }
}
