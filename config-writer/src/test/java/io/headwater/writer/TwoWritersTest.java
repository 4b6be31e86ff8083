package io.headwater.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.testkit.parts.SharedParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas on one history, with clients that count what was acknowledged. */
@Timeout(300)
class TwoWritersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_KAFKA = "127.0.0.1:9";

    private final WriterConfig config = TestConfig.of(SharedParts.uniqueName("two"), SharedParts.mongoUri(), NO_KAFKA);
    private final List<Writer> writers = List.of(new Writer(config), new Writer(config));
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (Writer writer : writers) {
            writer.start();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> writers.stream().allMatch(Writer::ready));
        assertThat(send(0, "PUT", "/v1/environments/dev", "{}").statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        writers.forEach(Writer::stop);
        http.close();
    }

    private HttpResponse<String> send(int writer, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + writers.get(writer).port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(int writer, String path) throws IOException, InterruptedException {
        return JSON.readTree(send(writer, "GET", path, "").body());
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** A client of which somebody asks how it ended. */
    private Thread client(Work work) {
        return Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        });
    }

    @Test
    void shouldLoseNoUpdateOfSixteenClientsThatCompareAndSet() throws Exception {
        String path = "/v1/config/shop/dev/counter";
        send(0, "PUT", path, "{\"value\":0}");
        Map<Long, Integer> acknowledged = new ConcurrentHashMap<>();
        AtomicInteger conflicts = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 16; client++) {
            int writer = client % 2;
            clients.add(client(() -> {
                for (int done = 0; done < 10; ) {
                    JsonNode entry = get(writer, path);
                    HttpResponse<String> put = send(
                            writer,
                            "PUT",
                            path,
                            "{\"value\":" + (entry.path("value").asInt() + 1) + "}",
                            "If-Match",
                            "\"" + entry.path("revision").asLong() + "\"");
                    if (put.statusCode() == 200) {
                        JsonNode answer = JSON.readTree(put.body());
                        assertThat(acknowledged.put(
                                        answer.path("revision").asLong(),
                                        answer.path("entry").path("value").asInt()))
                                .as("one commit, one acknowledgement")
                                .isNull();
                        done++;
                    } else {
                        assertThat(put.statusCode()).as(put.body()).isEqualTo(412);
                        conflicts.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(acknowledged).hasSize(160);
        for (int writer = 0; writer < 2; writer++) {
            assertThat(get(writer, path).path("value").asInt()).isEqualTo(160);
        }
        assertGapFree(162);
    }

    private void assertGapFree(long head) throws IOException, InterruptedException {
        JsonNode items = get(1, "/v1/commits?limit=1000").path("items");
        List<Long> revisions = new ArrayList<>();
        items.forEach(item -> revisions.add(item.path("revision").asLong()));
        assertThat(revisions.reversed())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, head).boxed().toList());
    }

    @Test
    @DisplayName(
            "rules 1 and 2: a primary killed under load takes no acknowledged commit with it, and makes none twice")
    void shouldLoseNothingWhenThePrimaryIsKilled() throws Exception {
        MongodReplicaSet mongo = SharedParts.mongo();
        Map<Long, String> acknowledged = new ConcurrentHashMap<>();
        Map<String, Boolean> refused = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger unknown = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            int number = client;
            clients.add(client(() -> {
                for (int i = 0; !stop.get(); i++) {
                    String key = "k" + number + "-" + i;
                    HttpResponse<String> put = send(
                            number % 2, "PUT", "/v1/config/shop/dev/" + key, "{\"value\":1}", "If-None-Match", "*");
                    if (put.statusCode() == 201) {
                        long revision =
                                JSON.readTree(put.body()).path("revision").asLong();
                        assertThat(acknowledged.put(revision, key)).isNull();
                    } else {
                        String code = JSON.readTree(put.body()).path("code").asText();
                        if (code.equals("OUTCOME_UNKNOWN")) {
                            unknown.incrementAndGet();
                        } else {
                            assertThat(code).isEqualTo("UNAVAILABLE");
                            refused.put(key, true);
                        }
                    }
                }
            }));
        }
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > 50);
            mongo.killPrimary();
            int atDeath = acknowledged.size();
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > atDeath + 100);
        } finally {
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            mongo.heal();
        }
        assertThat(failures).isEmpty();
        long head = get(0, "/v1/commits?limit=1")
                .path("items")
                .path(0)
                .path("revision")
                .asLong();
        Map<String, Long> committed = new ConcurrentHashMap<>();
        for (long revision = 2; revision <= head; revision++) {
            JsonNode commit = get(1, "/v1/commits/" + revision);
            assertThat(commit.path("revision").asLong()).as("gap-free").isEqualTo(revision);
            String key = commit.path("changes").path(0).path("key").asText();
            assertThat(committed.put(key, revision)).as("made once").isNull();
        }
        acknowledged.forEach((revision, key) -> assertThat(committed).containsEntry(key, revision));
        assertThat(refused.keySet()).as("what was said not to be made was not").noneMatch(committed::containsKey);
        assertThat(committed.size()).isLessThanOrEqualTo(acknowledged.size() + unknown.get());
    }
}
