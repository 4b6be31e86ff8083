package io.headwater.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that keeps everything it is told. */
public final class Sse implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Event> all = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    /** One event; fields that it does not have are empty. */
    public record Event(String event, String id, String data, String retry) {}

    private Sse(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    public static Sse open(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Sse(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Event event = new Event("", "", "", "");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!event.event().isEmpty()) {
                        all.add(event);
                        events.add(event);
                    }
                    event = new Event("", "", "", "");
                } else if (line.startsWith(":")) {
                    comments.add(line);
                } else {
                    event = with(event, line);
                }
            }
        } catch (IOException e) {
            // The stream ends when the test closes it.
        } finally {
            ended = true;
        }
    }

    private static Event with(Event event, String line) {
        String value = line.substring(line.indexOf(": ") + 2);
        return switch (line.substring(0, line.indexOf(':'))) {
            case "event" -> new Event(value, event.id(), event.data(), event.retry());
            case "id" -> new Event(event.event(), value, event.data(), event.retry());
            case "data" -> new Event(event.event(), event.id(), value, event.retry());
            case "retry" -> new Event(event.event(), event.id(), event.data(), value);
            default -> throw new AssertionError("unknown field: " + line);
        };
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next event, waited for. */
    public Event next() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came in 10 s; so far " + all);
        }
        return event;
    }

    /** The next event if one comes in that time, else null. */
    public Event next(Duration within) throws InterruptedException {
        return events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<String> comments() {
        return comments;
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
