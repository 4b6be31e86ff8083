package io.headwater.e2e.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.testkit.faults.Seeds;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Asks for snapshots of one service: any reader, and each time at least the revision that it has already seen. */
final class SnapshotPoller implements Observer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private final List<String> readers;
    private final String service;
    private final String environment;
    private final Observations observations;
    private final RandomGenerator random;
    private final String name;
    private long seen;

    SnapshotPoller(List<String> readers, String service, String environment, Observations observations, long seed) {
        this.readers = readers;
        this.service = service;
        this.environment = environment;
        this.observations = observations;
        this.random = Seeds.random(seed);
        this.name = "poller of " + service + "/" + environment;
    }

    @Override
    public void step() throws IOException {
        String reader = readers.get(random.nextInt(readers.size()));
        String url = reader + "/v1/snapshots/" + service + "/" + environment + "?timeout=1s&min-revision=" + seen;
        HttpResponse<String> answer = Http.send(Http.request(url, WITHIN).build());
        if (answer.statusCode() == 200) {
            long revision = Long.parseLong(
                    answer.headers().firstValue("Headwater-Revision").orElseThrow());
            if (revision < seen) {
                observations.wrong(name + " went back from " + seen + " to " + revision + " at " + reader);
            }
            seen = Math.max(seen, revision);
            var document = JSON.readTree(answer.body());
            observations.saw(new Observation(
                    name + " at " + reader,
                    service,
                    environment,
                    revision,
                    true,
                    Value.config(document.path("config"))));
        } else if (answer.statusCode() == 404) {
            observations.saw(new Observation(name + " at " + reader, service, environment, seen, false, Map.of()));
        } else if (answer.statusCode() < 500) {
            observations.wrong(url + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }
}
