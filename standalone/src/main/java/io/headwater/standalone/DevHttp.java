package io.headwater.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The services' own HTTP, from inside the same process. */
public final class DevHttp {
    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * Waits until every service says that it is ready.
     *
     * @param failed completed when one cannot go on: then nobody waits any longer
     */
    void awaitReady(PortPlan ports, Duration within, CompletableFuture<Throwable> failed) throws InterruptedException {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        waiting.put("writer", ports.writerManagement());
        waiting.put("propagator", ports.propagatorManagement());
        waiting.put("reader", ports.readerManagement());
        long deadline = System.nanoTime() + within.toNanos();
        String last = "";
        while (!waiting.isEmpty()) {
            var next = waiting.entrySet().iterator().next();
            try {
                HttpResponse<String> answer =
                        send(HttpRequest.newBuilder(URI.create(DevServices.url(next.getValue()) + "/health/ready")));
                if (answer.statusCode() == 200) {
                    waiting.remove(next.getKey());
                    continue;
                }
                last = answer.body();
            } catch (IOException e) {
                last = "it does not listen yet";
            }
            if (failed.isDone()) {
                throw new IllegalStateException(failed.join().getMessage(), failed.join());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "the " + next.getKey() + " is not ready after " + within.toSeconds() + " s: " + last);
            }
            Thread.sleep(POLL);
        }
    }

    /** Sends a request and takes whatever comes back. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
