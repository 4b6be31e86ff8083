package io.headwater.e2e.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A subscriber to server-sent events that keeps what it gets. */
final class EventStream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;

    /** One event. */
    record Event(String name, String id, JsonNode data) {}

    private EventStream(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new AssertionError(uri + " answers " + answer.statusCode());
        }
        lines = answer.body();
        Thread.ofVirtual().name("events").start(this::read);
    }

    /** Subscribes. */
    static EventStream open(String url, String... headers) throws IOException, InterruptedException {
        return new EventStream(URI.create(url), headers);
    }

    private void read() {
        StringBuilder data = new StringBuilder();
        String[] named = {"", ""};
        try {
            lines.forEach(line -> {
                if (line.startsWith("event:")) {
                    named[0] = line.substring(6).strip();
                } else if (line.startsWith("id:")) {
                    named[1] = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(named[0], named[1], parse(data.toString())));
                    data.setLength(0);
                }
            });
        } catch (UncheckedIOException e) {
            // the stream was closed, by either side
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Event> events() {
        return events;
    }

    List<Event> named(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
