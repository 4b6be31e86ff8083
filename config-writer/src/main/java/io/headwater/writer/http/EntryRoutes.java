package io.headwater.writer.http;

import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Scope;
import io.headwater.writer.commit.EntryChanges;
import io.headwater.writer.commit.ProposedChange;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/config}. */
final class EntryRoutes {
    private static final int SERVICE = 2;
    private static final int ENVIRONMENT = 3;
    private static final int KEY = 4;

    private final Reads reads;
    private final Writes writes;
    private final Bodies bodies;

    EntryRoutes(Reads reads, Writes writes, Bodies bodies) {
        this.reads = reads;
        this.writes = writes;
        this.bodies = bodies;
    }

    void register(RoutesConfig routes) {
        routes.get("/v1/config/{service}/{environment}", this::list);
        routes.get("/v1/config/{service}/{environment}/{key}", this::get);
        routes.put("/v1/config/{service}/{environment}/{key}", this::put);
        routes.delete("/v1/config/{service}/{environment}/{key}", this::delete);
    }

    private void list(Context context) {
        Scope scope = scope(context);
        Parameters parameters = Parameters.of(context, Set.of("prefix", "tag", "at", "limit", "cursor"));
        Optional<Cursor> cursor = Cursor.of(parameters);
        long revision = reads.revision(parameters, cursor);
        State state = reads.at(revision, scope);
        requireEnvironment(scope, state);
        String prefix = parameters.text("prefix").orElse("");
        Optional<String> tag = parameters.text("tag");
        int limit = parameters.limit();
        List<Map.Entry<EntryId, Stored.Live>> page = new ArrayList<>();
        boolean more = false;
        long bytes = 0;
        String from = cursor.map(Cursor::after)
                .filter(after -> after.compareTo(prefix) > 0)
                .orElse(prefix);
        for (Map.Entry<EntryId, Stored> entry : state.scopeFrom(scope, from).entrySet()) {
            String key = entry.getKey().key();
            if (!key.startsWith(prefix)) {
                break;
            }
            boolean listed = cursor.map(it -> key.compareTo(it.after()) <= 0).orElse(false);
            if (!listed
                    && entry.getValue() instanceof Stored.Live live
                    && tag.map(live.metadata().tags()::contains).orElse(true)) {
                bytes += live.value().text().length();
                if (page.size() == limit || (!page.isEmpty() && bytes > Answers.PAGE_BYTES)) {
                    more = true;
                    break;
                }
                page.add(Map.entry(entry.getKey(), live));
            }
        }
        boolean cut = more;
        context.header(Answers.REVISION, Long.toString(revision));
        Answers.json(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Map.Entry<EntryId, Stored.Live> entry : page) {
                Answers.entry(json, entry.getKey(), entry.getValue());
            }
            json.writeEndArray();
            if (cut) {
                json.writeStringField(
                        "cursor", new Cursor(revision, page.getLast().getKey().key()).text());
            }
            json.writeEndObject();
        });
    }

    private void get(Context context) {
        EntryId id = id(context);
        Parameters parameters = Parameters.of(context, Set.of("at"));
        long revision = reads.revision(parameters, Optional.empty());
        State state = reads.at(revision, id.scope());
        requireEnvironment(id.scope(), state);
        Stored.Live entry = state.entry(id)
                .orElseThrow(() -> new HeadwaterException(ErrorCode.NO_SUCH_KEY, id + " does not exist"));
        String etag = Answers.etag(entry.revision());
        context.header("ETag", etag).header(Answers.REVISION, Long.toString(revision));
        if (Preconditions.unmodified(context.header("If-None-Match"), etag)) {
            context.status(304);
            return;
        }
        Answers.json(context, json -> Answers.entry(json, id, entry));
    }

    private void requireEnvironment(Scope scope, State state) {
        if (!state.exists(scope)) {
            throw new HeadwaterException(
                    ErrorCode.NO_SUCH_ENVIRONMENT,
                    EntryChanges.noSuchEnvironment(scope.environment(), reads.current()));
        }
    }

    private void put(Context context) throws InterruptedException {
        EntryId id = id(context);
        Bodies.type(context, Set.of(Bodies.JSON));
        String text = bodies.text(context);
        JsonMembers body = JsonMembers.body(text);
        ProposedChange.Put put = ChangeBodies.entry(id, body, Preconditions.of(context));
        WriteRequest request = WriteRequest.of(context, text, Set.of()).withMessage(body.string("message"));
        writes.write(
                request, new EntryChanges(List.of(put)), outcome -> outcome.created() ? 201 : 200, (json, outcome) -> {
                    Optional<Stored.Live> entry = Reads.ifAvailable(() -> reads.at(outcome.revision(), id.scope()))
                            .flatMap(state -> state.entry(id));
                    if (entry.isPresent()) {
                        context.header("ETag", Answers.etag(entry.get().revision()));
                        json.writeFieldName("entry");
                        Answers.entry(json, id, entry.get());
                    }
                });
    }

    private void delete(Context context) throws InterruptedException {
        EntryId id = id(context);
        WriteRequest request = WriteRequest.of(context, "", Set.of());
        ProposedChange.Delete delete = new ProposedChange.Delete(id, "", Preconditions.of(context));
        writes.write(request, new EntryChanges(List.of(delete)), outcome -> 200, Writes.More.NONE);
    }

    private static Scope scope(Context context) {
        return Names.scope(
                "service",
                Parameters.segment(context, SERVICE),
                "environment",
                Parameters.segment(context, ENVIRONMENT));
    }

    private static EntryId id(Context context) {
        return new EntryId(scope(context), Names.key("key", Parameters.segment(context, KEY)));
    }
}
