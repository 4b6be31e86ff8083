package io.headwater.standalone.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Requests of every kind, refused ones too, some dozens of times: what is asked here is loaded, linked and profiled before
 * the first request of production.
 */
final class TrainingRequests {
    private static final int ROUNDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVER_ERROR = 500;
    private static final String JSON = "application/json";

    private static final List<String> READS = List.of(
            "/v1/snapshots/payments/dev",
            "/v1/snapshots/storefront/production",
            "/v1/snapshots/nobody/staging",
            "/v1/snapshots/payments/dev?format=flat",
            "/v1/snapshots/payments/dev?format=properties",
            "/v1/snapshots/payments/dev?format=env",
            "/v1/snapshots/payments/dev?format=yaml",
            "/v1/snapshots/payments/dev?format=flagd",
            "/v1/snapshots/payments/dev?min-revision=1&timeout=1s",
            "/v1/snapshots/payments/dev/retry.max",
            "/v1/snapshots/payments/production/provider.url",
            "/v1/snapshots/payments/dev/no.such.key",
            "/v1/snapshots/payments/nowhere",
            "/v1/snapshots/payments/dev?min-revision=-1",
            "/spring/payments/dev",
            "/spring/payments-dev.yml",
            "/spring/payments-dev.properties",
            "/spring/payments-dev.json",
            "/payments/dev/ofrep/v1/configuration",
            "/nothing/here");

    private static final List<String> HISTORY = List.of(
            "/v1/environments",
            "/v1/environments/dev",
            "/v1/config/payments/_?limit=5",
            "/v1/config/payments/_/retry.max",
            "/v1/config/payments/_/no.such.key",
            "/v1/commits?service=payments&limit=5",
            "/v1/commits/1",
            "/v1/commits?limit=0",
            "/v1/propagation");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String writer;
    private final String reader;
    private final List<String> management;

    /** @param management the URLs of every management port */
    TrainingRequests(String writer, String reader, List<String> management) {
        this.writer = writer;
        this.reader = reader;
        this.management = management;
    }

    /** Asks everything. @throws IOException if something is answered with a failure of the server */
    void run() throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            change(round);
            read();
            for (String path : HISTORY) {
                send(request(writer + path));
            }
            for (String url : management) {
                send(request(url + "/health/live"));
                send(request(url + "/health/ready"));
                send(request(url + "/metrics"));
            }
            waitForAChange(round);
        }
    }

    private void read() throws IOException, InterruptedException {
        for (String path : READS) {
            send(request(reader + path));
        }
        String snapshot = reader + READS.getFirst();
        send(request(snapshot).header("Accept-Encoding", "gzip"));
        send(request(snapshot).header("Accept-Encoding", "zstd"));
        send(request(snapshot).header("If-None-Match", tag(send(request(snapshot)))));
        send(request(snapshot).method("HEAD", BodyPublishers.noBody()));
        send(request(reader + "/payments/dev/ofrep/v1/evaluate/flags")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("{\"context\": {\"targetingKey\": \"somebody\"}}")));
    }

    private void change(int round) throws IOException, InterruptedException {
        String entry = writer + "/v1/config/payments/dev/training.round";
        put(entry, round);
        send(request(entry).header("Content-Type", JSON).PUT(BodyPublishers.ofString("{\"value\": ")));
        send(request(entry)
                .header("If-Match", "\"1\"")
                .header("Content-Type", JSON)
                .PUT(BodyPublishers.ofString("{\"value\": 0}")));
        send(request(writer + "/v1/commits?wait=reader&timeout=5s")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("""
                        {"message": "Training", "changes": [
                          {"op": "put", "service": "payments", "environment": "_", "key": "training.commit", "value": %d},
                          {"op": "put", "service": "_", "environment": "staging", "key": "training.text", "value": "a%d"}]}
                        """.formatted(round, round))));
        send(request(writer + "/v1/import/storefront/dev")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("training:\n  list: [" + round + ", 2]\n  deep: {text: a}\n")));
        send(request(writer + "/v1/import/storefront/dev")
                .header("Content-Type", "text/x-java-properties")
                .POST(BodyPublishers.ofString("training.property=" + round + "\n")));
        send(request(writer + "/v1/import/storefront/dev")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("{\"training\": {\"number\": " + round + "}}")));
        send(request(writer + "/v1/config/payments/_/training.commit").DELETE());
    }

    /** A long-poll and a stream, and the change that both wait for. */
    private void waitForAChange(int round) throws IOException, InterruptedException {
        String snapshot = reader + READS.getFirst();
        HttpRequest poll = request(snapshot + "?wait=10s")
                .header("If-None-Match", tag(send(request(snapshot))))
                .build();
        HttpResponse<Stream<String>> stream =
                client.send(request(reader + "/v1/stream/payments/dev").build(), BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<Void> changed = new CompletableFuture<>();
            Thread _ = Thread.ofVirtual().start(() -> follow(lines, begun, changed));
            awaited(begun);
            CompletableFuture<HttpResponse<Void>> polled = client.sendAsync(poll, BodyHandlers.discarding());
            put(writer + "/v1/config/payments/dev/training.waited", round);
            awaited(polled);
            awaited(changed);
        }
    }

    private static void follow(Stream<String> lines, CompletableFuture<Void> begun, CompletableFuture<Void> changed) {
        boolean seen = lines.anyMatch(line -> {
            if (line.equals("event: snapshot")) {
                begun.complete(null);
            }
            return line.equals("event: change");
        });
        if (seen) {
            changed.complete(null);
        } else {
            IOException ended = new IOException("the stream ended without a change");
            begun.completeExceptionally(ended);
            changed.completeExceptionally(ended);
        }
    }

    private static void awaited(CompletableFuture<?> answer) {
        answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void put(String entry, int value) throws IOException, InterruptedException {
        send(request(entry).header("Content-Type", JSON).PUT(BodyPublishers.ofString("{\"value\": " + value + "}")));
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder asked) throws IOException, InterruptedException {
        HttpRequest request = asked.build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() >= SERVER_ERROR) {
            throw new IOException(request.method() + " " + request.uri() + " answers " + answer.statusCode());
        }
        return answer;
    }

    private static String tag(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("ETag").orElse("\"none\"");
    }
}
