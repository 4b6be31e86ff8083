package io.headwater.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.testkit.faults.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keeps a service's configuration by its event stream, over disconnections, changing readers by Last-Event-ID. */
final class Subscriber implements Observer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> readers;
    private final String service;
    private final String environment;
    private final Observations observations;
    private final RandomGenerator random;
    private final String name;
    private final Map<String, Value> content = new TreeMap<>();
    private volatile Map<String, Value> shown = Map.of();
    private volatile @Nullable InputStream open;
    private long last = -1;

    Subscriber(List<String> readers, String service, String environment, Observations observations, long seed) {
        this.readers = readers;
        this.service = service;
        this.environment = environment;
        this.observations = observations;
        this.random = Seeds.random(seed);
        this.name = "subscriber of " + service + "/" + environment;
    }

    /** One connection, for a random number of events. */
    @Override
    public void step() throws IOException {
        String reader = readers.get(random.nextInt(readers.size()));
        HttpRequest.Builder request =
                Http.request(reader + "/v1/stream/" + service + "/" + environment, Duration.ofSeconds(3));
        if (last >= 0) {
            request.header("Last-Event-ID", Long.toString(last));
        }
        HttpResponse<InputStream> answer = Http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            open = body;
            if (answer.statusCode() == 200) {
                read(lines, reader, 5 + random.nextInt(40));
            } else if (answer.statusCode() == 404) {
                observations.saw(new Observation(
                        name + " at " + reader, service, environment, Math.max(last, 0), false, Map.of()));
            }
        } finally {
            open = null;
        }
    }

    private void read(BufferedReader lines, String reader, int most) throws IOException {
        String event = "";
        String id = "";
        String data = "";
        int events = 0;
        for (String line = lines.readLine(); line != null && events < most; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    take(event, Long.parseLong(id), JSON.readTree(data), reader);
                    events++;
                }
                event = "";
                data = "";
            } else if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5).strip();
            }
        }
    }

    private void take(String event, long id, JsonNode data, String reader) {
        if (id < last || (event.equals("change") && id == last)) {
            observations.wrong(name + " went back from " + last + " to " + event + " " + id + " at " + reader);
        }
        if (id != data.path("revision").asLong()) {
            observations.wrong(name + " was sent event " + id + " with revision " + data.path("revision"));
        }
        switch (event) {
            case "snapshot" -> {
                content.clear();
                content.putAll(Value.config(data.path("config")));
            }
            case "change" -> {
                if (data.path("previous").asLong() != last) {
                    observations.wrong(name + " had " + last + " and was sent a change from " + data.path("previous")
                            + " to " + id + " at " + reader);
                }
                data.path("config").properties().forEach(member -> {
                    if (member.getValue().isNull()) {
                        content.remove(member.getKey());
                    } else {
                        content.put(member.getKey(), Value.of(member.getValue()));
                    }
                });
            }
            default -> observations.wrong(name + " was sent an event " + event);
        }
        last = Math.max(last, id);
        shown = Map.copyOf(content);
        observations.saw(
                new Observation(name + " by " + event + " at " + reader, service, environment, id, true, shown));
    }

    /** Whether it has come to be what the log says. Its revision tells nothing: it is sent only what concerns it. */
    boolean holds(History history) {
        return history.snapshot(service, environment, history.head())
                .map(Value::config)
                .filter(shown::equals)
                .isPresent();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void end() {
        InputStream body = open;
        if (body != null) {
            try {
                body.close();
            } catch (IOException e) {
                // It is gone, as it should be.
            }
        }
    }
}
