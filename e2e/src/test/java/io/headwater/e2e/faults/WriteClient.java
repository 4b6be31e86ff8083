package io.headwater.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.e2e.faults.Acknowledged.Posted;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * One client of the writers. It asks any of them, and repeats a write under its idempotency key until it knows what became
 * of it. Used by one thread.
 */
final class WriteClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration RETRY = Duration.ofMillis(50);

    private final List<String> writers;
    private final Acknowledged acknowledged;
    private final RandomGenerator random;
    private final String name;
    private int requests;

    WriteClient(List<String> writers, Acknowledged acknowledged, RandomGenerator random, String name) {
        this.writers = writers;
        this.acknowledged = acknowledged;
        this.random = random;
        this.name = name;
    }

    /** An entry as a writer gave it. */
    record Read(long value, long revision) {}

    /** Reads an entry; empty where there is none, or nobody answers. */
    Optional<Read> read(String service, String environment, String key) {
        try {
            HttpResponse<String> answer = Http.send(
                    Http.request(url(service, environment, key), WITHIN).build());
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode entry = JSON.readTree(answer.body());
            return Optional.of(new Read(
                    entry.path("value").asLong(), entry.path("revision").asLong()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String url(String service, String environment, String key) {
        return writer() + "/v1/config/" + service + "/" + environment + "/" + Http.segment(key);
    }

    private String writer() {
        return writers.get(random.nextInt(writers.size()));
    }

    /** Puts or deletes one entry that is expected to have a revision; 0: not to be there. @return the new revision */
    OptionalLong change(Posted change, long expected) {
        String path = "/v1/config/" + change.service() + "/" + change.environment() + "/" + Http.segment(change.key());
        HttpRequest.BodyPublisher body = change.deletes()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString("{\"value\":" + change.value() + "}");
        return untilKnown(List.of(change), path, request -> {
            request.method(change.deletes() ? "DELETE" : "PUT", body);
            if (expected == 0) {
                request.header("If-None-Match", "*");
            } else {
                request.header("If-Match", "\"" + expected + "\"");
            }
        });
    }

    /** One commit; every entry is expected to have the given revision, or any where that is empty. */
    OptionalLong commit(List<Posted> changes, OptionalLong expected) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.put("message", name).putArray("changes");
        for (Posted change : changes) {
            ObjectNode each = list.addObject()
                    .put("op", change.deletes() ? "delete" : "put")
                    .put("service", change.service())
                    .put("environment", change.environment())
                    .put("key", change.key());
            if (!change.deletes()) {
                each.put("value", Long.parseLong(change.value()));
            }
            expected.ifPresent(revision -> each.put("expect", revision));
        }
        String text = body.toString();
        return untilKnown(changes, "/v1/commits", request -> request.POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    /** Makes an environment, or deletes one with everything in it. */
    OptionalLong environment(String environment, boolean live) {
        return untilKnown(List.of(), "/v1/environments/" + environment + (live ? "" : "?force=true"), request -> {
            if (live) {
                request.PUT(HttpRequest.BodyPublishers.ofString("{\"rank\":" + (1 + requests) + "}"));
            } else {
                request.DELETE();
            }
        });
    }

    @FunctionalInterface
    private interface Call {
        void fill(HttpRequest.Builder request);
    }

    private OptionalLong untilKnown(List<Posted> changes, String path, Call call) {
        String key = name + "-" + requests++;
        acknowledged.sent(key, path + " " + changes);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            try {
                HttpRequest.Builder request = Http.request(writer() + path, WITHIN)
                        .header("Content-Type", "application/json")
                        .header("Headwater-Actor", "load")
                        .header("Idempotency-Key", key);
                call.fill(request);
                HttpResponse<String> answer = Http.send(request.build());
                int status = answer.statusCode();
                if (status < 300) {
                    long revision =
                            JSON.readTree(answer.body()).path("revision").asLong();
                    acknowledged.committed(new Acknowledged.Commit(revision, key, changes));
                    return OptionalLong.of(revision);
                }
                if (status < 500) {
                    if (status != 404 && status != 409 && status != 412) {
                        throw new AssertionError(path + " was answered " + status + " " + answer.body());
                    }
                    acknowledged.refused(key);
                    return OptionalLong.empty();
                }
            } catch (IOException unknown) {
                // Whether it was committed is not known: the same key tells.
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
        return OptionalLong.empty();
    }
}
