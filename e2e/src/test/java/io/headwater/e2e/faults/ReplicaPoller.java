package io.headwater.e2e.faults;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks one reader and no other, and asks for nothing: a replica never goes back while it lives. */
final class ReplicaPoller implements Observer {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final Part reader;
    private final String service;
    private final String environment;
    private final String path;
    private final Observations observations;
    private long pid;
    private long seen;

    ReplicaPoller(Part reader, String service, String environment, Observations observations) {
        this.reader = reader;
        this.service = service;
        this.environment = environment;
        this.path = "/v1/snapshots/" + service + "/" + environment;
        this.observations = observations;
    }

    @Override
    public void step() throws IOException {
        long before = reader.pid();
        HttpResponse<String> answer =
                Http.send(Http.request(reader.url() + path, WITHIN).build());
        if (before != reader.pid()) {
            return;
        }
        if (before != pid) {
            pid = before;
            seen = 0;
        }
        if (answer.statusCode() == 200) {
            long revision = Long.parseLong(
                    answer.headers().firstValue("Headwater-Revision").orElseThrow());
            if (revision < seen) {
                observations.wrong(reader.url() + path + " went back from " + seen + " to " + revision);
            }
            seen = Math.max(seen, revision);
        } else if (answer.statusCode() == 404) {
            observations.saw(new Observation(
                    "poller of " + reader.url() + " alone", service, environment, seen, false, Map.of()));
        }
    }
}
