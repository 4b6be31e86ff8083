package io.headwater.writer.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.Commit;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StoredEnvironment;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /v1/propagation}: how far each hop is. */
final class PropagationRoutes {
    private final Ledger ledger;
    private final CommitLog log;
    private final Reads reads;
    private final Supplier<OptionalLong> topic;
    private final ReaderReports readers;
    private final InstantSource clock;

    PropagationRoutes(
            Ledger ledger,
            CommitLog log,
            Reads reads,
            Supplier<OptionalLong> topic,
            ReaderReports readers,
            InstantSource clock) {
        this.ledger = ledger;
        this.log = log;
        this.reads = reads;
        this.topic = topic;
        this.readers = readers;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/v1/propagation", this::get);
    }

    private void get(Context context) {
        Parameters.of(context, Set.of());
        // What is farthest is asked first: nothing can then look ahead of what it comes from.
        List<ReaderReports.Replica> replicas = readers.replicas();
        Set<String> names = ledger.state().environments().stream()
                .map(environment -> environment.state().name())
                .collect(Collectors.toSet());
        Map<String, Long> stored = readers.stored(names);
        OptionalLong relayed = topic.get();
        State head = reads.current();
        context.header(Answers.REVISION, Long.toString(head.revision()));
        Answers.json(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("environments");
            for (StoredEnvironment environment : head.environments()) {
                String name = environment.state().name();
                json.writeStartObject();
                json.writeStringField("environment", name);
                json.writeFieldName("log");
                hop(json, head.revision(), head);
                if (relayed.isPresent()) {
                    json.writeFieldName("topic");
                    hop(json, relayed.getAsLong(), head);
                }
                Long inRedis = stored.get(name);
                if (inRedis != null) {
                    json.writeFieldName("redis");
                    hop(json, inRedis, head);
                }
                json.writeArrayFieldStart("readers");
                for (ReaderReports.Replica replica : replicas) {
                    Long served = replica.revisions().get(name);
                    if (served != null) {
                        json.writeStartObject();
                        json.writeStringField("replica", replica.name());
                        json.writeNumberField("revision", served);
                        lag(json, served, head);
                        json.writeEndObject();
                    }
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void hop(JsonGenerator json, long revision, State head) throws IOException {
        json.writeStartObject();
        json.writeNumberField("revision", revision);
        lag(json, revision, head);
        json.writeEndObject();
    }

    private void lag(JsonGenerator json, long revision, State head) throws IOException {
        long commits = Math.max(0, head.revision() - revision);
        json.writeObjectFieldStart("lag");
        json.writeNumberField("commits", commits);
        json.writeNumberField("milliseconds", commits == 0 ? 0 : age(revision + 1, head));
        json.writeEndObject();
    }

    /** How long ago the oldest commit was made that is missing. */
    private long age(long revision, State head) {
        Optional<LoggedCommit> missing = ledger.recent().commit(revision);
        if (missing.isEmpty()) {
            try {
                missing = log.commit(revision);
            } catch (LogUnavailableException e) {
                missing = Optional.empty();
            }
        }
        Instant since = missing.map(LoggedCommit::commit).map(Commit::time).orElse(head.time());
        return Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }
}
