package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Scope;
import io.headwater.writer.commit.EntryChanges;
import io.headwater.writer.commit.EnvironmentChange;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StoredEnvironment;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/environments}. */
final class EnvironmentRoutes {
    private static final Set<String> MEMBERS = Set.of("rank", "protected", "description", "message");
    private static final int SEGMENT = 2;

    private final Reads reads;
    private final Writes writes;
    private final Bodies bodies;

    EnvironmentRoutes(Reads reads, Writes writes, Bodies bodies) {
        this.reads = reads;
        this.writes = writes;
        this.bodies = bodies;
    }

    void register(RoutesConfig routes) {
        routes.get("/v1/environments", this::list);
        routes.get("/v1/environments/{environment}", this::get);
        routes.put("/v1/environments/{environment}", this::put);
        routes.delete("/v1/environments/{environment}", this::delete);
    }

    private void list(Context context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor", "at"));
        Optional<Cursor> cursor = Cursor.of(parameters);
        long revision = reads.revision(parameters, cursor);
        List<StoredEnvironment> all = reads.environmentsAt(revision).environments();
        int from = cursor.map(it -> indexAfter(all, it.after())).orElse(0);
        int to = Math.min(all.size(), from + parameters.limit());
        context.header(Answers.REVISION, Long.toString(revision));
        Answers.json(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (StoredEnvironment environment : all.subList(from, to)) {
                Answers.environment(json, environment.state());
            }
            json.writeEndArray();
            if (to < all.size()) {
                String last = all.get(to - 1).state().name();
                json.writeStringField("cursor", new Cursor(revision, last).text());
            }
            json.writeEndObject();
        });
    }

    private static int indexAfter(List<StoredEnvironment> all, String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).state().name().equals(name)) {
                return i + 1;
            }
        }
        return all.size();
    }

    private void get(Context context) {
        Parameters parameters = Parameters.of(context, Set.of("at"));
        String name = name(context);
        long revision = reads.revision(parameters, Optional.empty());
        State state = reads.at(revision, new Scope(Scope.EVERY, name));
        StoredEnvironment environment = state.environment(name)
                .orElseThrow(() -> new HeadwaterException(
                        ErrorCode.NO_SUCH_ENVIRONMENT, EntryChanges.noSuchEnvironment(name, reads.current())));
        String etag = Answers.etag(environment.state().revision());
        context.header("ETag", etag).header(Answers.REVISION, Long.toString(revision));
        if (Preconditions.unmodified(context.header("If-None-Match"), etag)) {
            context.status(304);
            return;
        }
        Answers.json(context, json -> Answers.environment(json, environment.state()));
    }

    private void put(Context context) throws InterruptedException {
        String name = name(context);
        Bodies.type(context, Set.of(Bodies.JSON));
        String text = bodies.text(context);
        JsonMembers body = JsonMembers.body(text);
        body.only(MEMBERS);
        EnvironmentChange.Put change = new EnvironmentChange.Put(
                name,
                body.whole("rank", Integer.MIN_VALUE, Integer.MAX_VALUE).map(Math::toIntExact),
                body.bool("protected"),
                body.patch("description", ChangeBodies.DESCRIPTION),
                Preconditions.of(context));
        WriteRequest request = WriteRequest.of(context, text, Set.of()).withMessage(body.string("message"));
        writes.write(request, change, outcome -> outcome.created() ? 201 : 200, (json, outcome) -> {
            Optional<StoredEnvironment> now = Reads.ifAvailable(() -> reads.environmentsAt(outcome.revision()))
                    .flatMap(state -> state.environment(name));
            if (now.isPresent()) {
                json.writeFieldName("environment");
                Answers.environment(json, now.get().state());
            }
        });
    }

    private void delete(Context context) throws InterruptedException {
        String name = name(context);
        WriteRequest request = WriteRequest.of(context, "", Set.of("force"));
        EnvironmentChange.Delete change =
                new EnvironmentChange.Delete(name, request.parameters().flag("force"), Preconditions.of(context));
        writes.write(request, change, outcome -> 200, Writes.More.NONE);
    }

    private static String name(Context context) {
        return Names.environment("environment", Parameters.segment(context, SEGMENT));
    }
}
