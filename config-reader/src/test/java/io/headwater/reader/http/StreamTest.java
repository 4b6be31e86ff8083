package io.headwater.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.Ports;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.Sse;
import io.headwater.testkit.faults.TcpRelay;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event streams over HTTP, from a real Redis. */
class StreamTest {
    private final String prefix = Redis.prefix();
    private final RedisServer redis = Redis.shared();
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        writer = new LayoutWriter(redis.uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "0"));
        reader = RunningReader.start(redis.uri(), prefix);
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
    }

    private long put(int n) {
        return writer.commit(Put.of("shop", "dev", "n", "integer", Integer.toString(n)));
    }

    @Test
    void shouldBeginWithASnapshotAndGoOnWithChanges() throws Exception {
        writer.traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Headwater-Epoch")).isEqualTo("1");
            Sse.Event snapshot = stream.next();
            assertThat(snapshot.event()).isEqualTo("snapshot");
            assertThat(snapshot.id()).isEqualTo("2");
            assertThat(snapshot.data())
                    .isEqualTo("{\"epoch\":1,\"service\":\"shop\",\"environment\":\"dev\",\"revision\":2,"
                            + "\"config\":{\"n\":{\"type\":\"integer\",\"value\":0,\"revision\":2}},"
                            + "\"flags\":{},\"$evaluators\":{}}");

            put(1);
            assertThat(stream.next().data())
                    .isEqualTo("{\"epoch\":1,\"revision\":3,\"previous\":2,\"time\":\"2026-11-01T00:00:03.000Z\","
                            + "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\","
                            + "\"config\":{\"n\":{\"type\":\"integer\",\"value\":1,\"revision\":3}},\"flags\":{}}");

            // Written only now: commits that follow at once may be seen as one, which has the trace of the last.
            writer.commit(Put.string("other", "dev", "k", "not of this service"));
            writer.commit(Put.delete("shop", "dev", "n"), Put.of("_", "_", "all", "number", "10.0"));

            assertThat(stream.next().data())
                    .contains("\"revision\":5,\"previous\":3")
                    .contains("\"config\":{\"all\":{\"type\":\"number\",\"value\":10.0,\"revision\":5},\"n\":null}");
        }
    }

    @Test
    void shouldSendCommentsWhileNothingHappens() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            int before = stream.comments().size();
            await().until(() -> stream.comments().size() > before + 1);
        }
    }

    @Test
    void shouldSendCommentsWhileOnlyOtherServicesChange() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            int before = stream.comments().size();
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                writer.commit(Put.of("other", "dev", "n", "integer", "1"));
                return stream.comments().size() > before + 2;
            });
        }
    }

    @Test
    void shouldResumeWithEverythingThatWasMissedAsOneChange() throws Exception {
        put(1);
        writer.commit(Put.string("shop", "dev", "gone", "x"));
        writer.commit(Put.delete("shop", "dev", "gone"));
        long last = put(2);

        try (Sse stream = reader.stream("/v1/stream/shop/dev", "Last-Event-ID", "2")) {
            Sse.Event change = stream.next();
            assertThat(change.event()).isEqualTo("change");
            assertThat(change.id()).isEqualTo(Long.toString(last));
            assertThat(change.data())
                    .contains("\"previous\":2,")
                    .contains("\"config\":{\"gone\":null,\"n\":{\"type\":\"integer\",\"value\":2,\"revision\":" + last);
        }
    }

    @Test
    void shouldSendNothingToWhoeverMissedNothing() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev", "Last-Event-ID", "2")) {
            assertThat(stream.next(Duration.ofMillis(300))).isNull();
            put(1);
            assertThat(stream.next().data()).contains("\"previous\":2,");
        }
    }

    @Test
    void shouldBeginAfreshWhereDeletionsHaveBeenForgotten() throws Exception {
        put(1);
        assertThat(reader.get("/v1/snapshots/shop/dev").statusCode()).isEqualTo(200);
        writer.forgetDeletions("dev");
        writer.build("dev");
        await().until(() -> reader.management("/metrics").body().contains("reader_view_reloads_total"));

        try (Sse stream = reader.stream("/v1/stream/shop/dev", "Last-Event-ID", "2")) {
            assertThat(stream.next().event()).isEqualTo("snapshot");
        }
    }

    @Test
    void rule24_shouldWaitForTheRevisionThatTheSubscriberHasSeenElsewhere() throws Exception {
        try (TcpRelay relay = TcpRelay.to(redis.port());
                RunningReader behind = RunningReader.start(relayed(relay), prefix)) {
            assertThat(behind.get("/v1/snapshots/shop/dev").statusCode()).isEqualTo(200);
            relay.cut();
            relay.refuse();
            long seen = put(1);

            try (Sse stream = behind.stream("/v1/stream/shop/dev", "Last-Event-ID", Long.toString(seen));
                    Sse fresh = behind.stream("/v1/stream/shop/dev?min-revision=" + seen)) {
                // Longer than an id of another history would be waited for: this replica cannot know that it is one.
                assertThat(stream.next(Duration.ofSeconds(3))).isNull();
                assertThat(fresh.next(Duration.ZERO)).isNull();
                assertThat(stream.comments()).hasSizeGreaterThan(3);
                long next = put(2);
                relay.accept();

                assertThat(stream.next().data()).contains("\"revision\":" + next + ",\"previous\":" + seen);
                assertThat(fresh.next().event()).isEqualTo("snapshot");
            }
        }
    }

    @Test
    void shouldGiveASnapshotToWhoeverComesFromAnotherHistory() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev", "Last-Event-ID", "1000000")) {
            assertThat(stream.next().event()).isEqualTo("snapshot");
        }
        put(1);
        writer.backTo(0);
        writer.epoch(2);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "7"));
        try (Sse stream = reader.stream("/v1/stream/shop/dev", "Last-Event-ID", "3", "Headwater-Epoch", "1")) {
            assertThat(stream.next().data()).startsWith("{\"epoch\":2,");
        }
    }

    @Test
    void shouldStartStreamsAfreshInAnotherEpoch() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            writer.backTo(0);
            writer.epoch(2);
            writer.environment("dev");
            writer.commit(Put.of("shop", "dev", "n", "integer", "7"));

            Sse.Event event = stream.next();
            while (!event.data().contains("\"value\":7")) {
                event = stream.next();
            }
            assertThat(event.data()).startsWith("{\"epoch\":2,");
        }
    }

    @Test
    void shouldFindChangesWhoseBellWasLost() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            long silent = writer.silently(Put.of("shop", "dev", "n", "integer", "1"));
            assertThat(stream.next().id()).isEqualTo(Long.toString(silent));

            redis.send("CLIENT", "KILL", "TYPE", "pubsub");
            long killed = put(2);
            assertThat(stream.next().id()).isEqualTo(Long.toString(killed));
        }
    }

    @Test
    void shouldNotLetASubscriberThatNeverReadsDelayOthers() throws Exception {
        List<Socket> stuck = new ArrayList<>();
        String large = "x".repeat(200_000);
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            for (int i = 0; i < 10; i++) {
                Socket socket =
                        new Socket(Ports.loopback(), URI.create(reader.url("/")).getPort());
                socket.setReceiveBufferSize(1_024);
                socket.getOutputStream()
                        .write("GET /v1/stream/shop/dev HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                stuck.add(socket);
            }
            await().until(() -> metric("headwater_reader_streams") == 11);
            long slowest = 0;
            for (int i = 0; i < 60; i++) {
                long began = System.nanoTime();
                long revision = writer.commit(Put.string("shop", "dev", "big", large + i));
                assertThat(stream.next().id()).isEqualTo(Long.toString(revision));
                slowest = Math.max(slowest, System.nanoTime() - began);
            }
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMillis(900));
            await().until(() ->
                    metric("headwater_reader_streams_stalled_total") == 10 && metric("headwater_reader_streams") == 1);
        } finally {
            for (Socket socket : stuck) {
                socket.close();
            }
        }
    }

    private double metric(String name) throws Exception {
        return reader.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void shouldSendSubscribersElsewhereWhenItStops() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();

            reader.close();

            Sse.Event last = stream.next();
            assertThat(last.event()).isEqualTo("reconnect");
            assertThat(Long.parseLong(last.retry())).isBetween(50L, 150L);
            await().until(stream::ended);
        }
    }

    @Test
    void shouldAnswerThoseWhoWaitForARevisionWhenItStops() throws Exception {
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(
                () -> reader.get("/v1/snapshots/shop/dev?min-revision=1000&timeout=60s")
                        .statusCode(),
                task -> Thread.ofVirtual().start(task));
        try (Sse stream = reader.stream("/v1/stream/shop/dev?min-revision=1000")) {
            await().until(() -> stream.comments().size() > 1);

            reader.close();

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(503);
            assertThat(stream.next().event()).isEqualTo("reconnect");
        }
    }

    @Test
    void shouldEndStreamsOfAnEnvironmentThatIsDeleted() throws Exception {
        writer.environment("fleeting");
        await().until(() -> reader.get("/v1/snapshots/shop/fleeting").statusCode() == 200);
        try (Sse stream = reader.stream("/v1/stream/shop/fleeting")) {
            stream.next();

            writer.deleteEnvironment("fleeting");

            assertThat(stream.next().event()).isEqualTo("reconnect");
            await().until(stream::ended);
        }
        assertThat(reader.get("/v1/stream/shop/fleeting").statusCode()).isEqualTo(404);
        writer.environment("fleeting");
        await().untilAsserted(() -> assertThat(
                        reader.get("/v1/snapshots/shop/fleeting?format=flat").body())
                .isEqualTo("{}"));
    }

    private static String relayed(TcpRelay relay) {
        return "redis://127.0.0.1:" + relay.port();
    }
}
