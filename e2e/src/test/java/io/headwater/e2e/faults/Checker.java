package io.headwater.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is wrong with a system, after the faults: no acknowledged commit is lost, none is there twice or out of
 * order, revisions have no gap, nothing that anybody saw was older than what he had seen, torn or never existed, and
 * everything has come to be what the log says.
 */
final class Checker implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final FaultSystem system;
    private final CommitReader reader;
    private final LogCheck log;
    private final TopicCheck topics;
    private final RedisCheck redis;

    Checker(FaultSystem system) {
        this.system = system;
        this.reader = new CommitReader(system.mongo().uri(), Services.DATABASE);
        this.log = new LogCheck(reader);
        this.topics = new TopicCheck(system.kafka().bootstrapServers());
        this.redis = new RedisCheck(system.redis().port());
    }

    History history() {
        return log.history();
    }

    /** Reads the log on; what clients did until now is in it. */
    List<String> readLog() {
        return log.readOn();
    }

    /** Forgets what the topics told: compaction may have removed what was not read in time. */
    void readTopicsAfresh() {
        topics.forget();
    }

    /** What has not yet come up with the log; empty once everything has. */
    Optional<String> behind(Observers observers) {
        if (!redis.reached(history())) {
            return Optional.of("Redis");
        }
        if (!topics.reached(history())) {
            return Optional.of("the topics");
        }
        if (!observers.consumersReached(history().head())) {
            return Optional.of("the direct consumers");
        }
        for (String reader : system.readerUrls()) {
            for (String environment : Load.LASTING) {
                if (snapshot(reader, "any", environment).isEmpty()) {
                    return Optional.of(reader + " for " + environment);
                }
            }
        }
        return observers.subscriberBehind(history()).map(Subscriber::toString);
    }

    /** Everything that is wrong. */
    List<String> check(Load load, Observations observations) {
        List<String> wrong = new ArrayList<>();
        load.failures().forEach(failure -> wrong.add("the load failed: " + failure));
        wrong.addAll(log.check(load));
        wrong.addAll(listed(load));
        for (String url : system.readerUrls()) {
            for (String service : List.of(load.first(), load.second(), "unheard-of")) {
                for (String environment : history().environments()) {
                    if (history().live(environment, history().head())) {
                        snapshot(url, service, environment)
                                .ifPresentOrElse(
                                        observations::saw,
                                        () -> wrong.add(url + " does not serve " + service + "/" + environment));
                    }
                }
            }
        }
        wrong.addAll(new ObservationCheck(history()).check(observations));
        wrong.addAll(redis.check(history()));
        wrong.addAll(topics.check(history()));
        return wrong;
    }

    /** Every acknowledged commit is in every writer's list. */
    private List<String> listed(Load load) {
        List<String> wrong = new ArrayList<>();
        long oldest = load.acknowledged().commits().stream()
                .mapToLong(Acknowledged.Commit::revision)
                .min()
                .orElse(Long.MAX_VALUE);
        for (String writer : system.writerUrls()) {
            long next = history().head();
            String cursor = "";
            while (next >= oldest) {
                JsonNode page = get(writer + "/v1/commits?limit=1000" + cursor);
                for (JsonNode item : page.path("items")) {
                    long revision = item.path("revision").asLong();
                    if (revision != next
                            || !item.path("hash")
                                    .asText()
                                    .equals(history().commit(next).hash())) {
                        wrong.add(writer + " lists commit " + revision + " where the log has " + next);
                        return wrong;
                    }
                    next--;
                }
                if (next > 0 && !page.has("cursor")) {
                    wrong.add(writer + " lists no commit before " + (next + 1));
                    return wrong;
                }
                cursor = "&cursor=" + Http.segment(page.path("cursor").asText());
            }
        }
        return wrong;
    }

    private static JsonNode get(String url) {
        try {
            return JSON.readTree(Http.send(Http.request(url, WITHIN).build()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Observation> snapshot(String reader, String service, String environment) {
        try {
            String url = reader + "/v1/snapshots/" + service + "/" + environment + "?timeout=1s&min-revision="
                    + history().head();
            HttpResponse<String> answer = Http.send(Http.request(url, WITHIN).build());
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            long revision = Long.parseLong(
                    answer.headers().firstValue("Headwater-Revision").orElseThrow());
            Map<String, Value> content =
                    Value.config(JSON.readTree(answer.body()).path("config"));
            return Optional.of(
                    new Observation("last look at " + reader, service, environment, revision, true, content));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        reader.close();
        topics.close();
    }
}
