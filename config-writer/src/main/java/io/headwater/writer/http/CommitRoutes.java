package io.headwater.writer.http;

import io.headwater.core.Commit;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Limits;
import io.headwater.writer.commit.EntryChanges;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.ProposedChange;
import io.headwater.writer.log.CommitFilter;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LoggedCommit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/commits}. */
final class CommitRoutes {
    private static final Set<String> MEMBERS = Set.of("message", "changes");
    private static final int REVISION = 2;

    private final Ledger ledger;
    private final CommitLog log;
    private final Reads reads;
    private final Writes writes;
    private final Bodies bodies;
    private final Limits limits;

    CommitRoutes(Ledger ledger, CommitLog log, Reads reads, Writes writes, Bodies bodies, Limits limits) {
        this.ledger = ledger;
        this.log = log;
        this.reads = reads;
        this.writes = writes;
        this.bodies = bodies;
        this.limits = limits;
    }

    void register(RoutesConfig routes) {
        routes.get("/v1/commits", this::list);
        routes.post("/v1/commits", this::post);
        routes.get("/v1/commits/{revision}", this::get);
    }

    private void post(Context context) throws InterruptedException {
        Preconditions.refuse(context, "allowed: expect in each change");
        Bodies.type(context, Set.of(Bodies.JSON));
        String text = bodies.text(context);
        JsonMembers body = JsonMembers.body(text, "changes", limits.changes());
        body.only(MEMBERS);
        List<JsonMembers> posted = body.list("changes");
        if (posted.isEmpty()) {
            throw body.missing("changes", "a list of one or more changes");
        }
        List<ProposedChange> changes = posted.stream().map(ChangeBodies::change).toList();
        WriteRequest request = WriteRequest.of(context, text, Set.of()).withMessage(body.string("message"));
        writes.write(
                request,
                new EntryChanges(changes),
                outcome -> {
                    if (outcome.changed()) {
                        context.header("Location", "/v1/commits/" + outcome.revision());
                    }
                    return outcome.changed() ? 201 : 200;
                },
                Writes.More.NONE);
    }

    private void get(Context context) {
        Parameters.of(context, Set.of());
        String asked = Parameters.segment(context, REVISION);
        long revision = revision(asked);
        reads.current();
        Commit commit = ledger.recent()
                .commit(revision)
                .or(() -> Reads.available(() -> log.commit(revision)))
                .map(LoggedCommit::commit)
                .orElseThrow(() -> new HeadwaterException(
                        ErrorCode.NO_SUCH_COMMIT,
                        "there is no commit " + asked + "; the newest is "
                                + ledger.state().revision()));
        String etag = "\"" + commit.hash() + "\"";
        context.header("ETag", etag);
        if (Preconditions.unmodified(context.header("If-None-Match"), etag)) {
            context.status(304);
            return;
        }
        Answers.json(context, json -> Answers.commit(json, commit));
    }

    private static long revision(String asked) {
        try {
            long revision = Long.parseLong(asked);
            if (revision > 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            throw Parameters.refused("revision", "the revision in the path is no positive whole number: " + asked);
        }
        throw new HeadwaterException(ErrorCode.NO_SUCH_COMMIT, "there is no commit " + asked + "; the first is 1");
    }

    private void list(Context context) {
        Parameters parameters = Parameters.of(
                context, Set.of("service", "environment", "key", "author", "from", "to", "limit", "cursor"));
        Optional<Cursor> cursor = Cursor.of(parameters);
        CommitFilter filter = filter(parameters);
        long head = cursor.map(Cursor::revision).orElseGet(() -> reads.current().revision());
        long before = cursor.map(it -> before(parameters, it)).orElse(head + 1);
        Page page = new Page(parameters.limit(), before);
        Reads.available(() -> page.read(log, filter));
        context.header(Answers.REVISION, Long.toString(head));
        Answers.json(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (JsonText item : page.items) {
                json.writeRawValue(item.text());
            }
            json.writeEndArray();
            if (page.more) {
                json.writeStringField("cursor", new Cursor(head, Long.toString(page.last)).text());
            }
            json.writeEndObject();
        });
    }

    /** Each commit is turned into text at once: a page of a thousand large ones is never held as a whole. */
    private static final class Page {
        private static final int READ_AT_ONCE = 200;

        private final int limit;
        private final List<JsonText> items = new ArrayList<>();
        private long bytes;
        private long last;
        private int seen;
        private boolean more;

        /** @param before only commits with a smaller revision */
        Page(int limit, long before) {
            this.limit = limit;
            this.last = before;
        }

        Page read(CommitLog log, CommitFilter filter) {
            int asked;
            do {
                asked = Math.min(READ_AT_ONCE, limit + 1 - items.size());
                seen = 0;
                log.newestFirst(filter, last, asked, this::add);
            } while (!more && seen == asked);
            return this;
        }

        private void add(Commit commit) {
            seen++;
            more |= items.size() == limit || bytes > Answers.PAGE_BYTES;
            if (!more) {
                JsonText item = JsonText.write(json -> Answers.commitInList(json, commit));
                items.add(item);
                bytes += item.text().length();
                last = commit.revision();
            }
        }
    }

    private static long before(Parameters parameters, Cursor cursor) {
        try {
            return Long.parseLong(cursor.after());
        } catch (NumberFormatException e) {
            throw parameters.invalid("cursor", "what an earlier page gave");
        }
    }

    private static CommitFilter filter(Parameters parameters) {
        Optional<Parameters.Point> from = parameters.point("from");
        Optional<Parameters.Point> to = parameters.point("to");
        return new CommitFilter(
                parameters.text("service"),
                parameters.text("environment"),
                parameters.text("key"),
                parameters.text("author"),
                time(from),
                time(to),
                revision(from, 0),
                revision(to, Long.MAX_VALUE));
    }

    private static Optional<Instant> time(Optional<Parameters.Point> point) {
        return point.filter(Parameters.Point.Time.class::isInstance).map(it -> ((Parameters.Point.Time) it).time());
    }

    private static long revision(Optional<Parameters.Point> point, long otherwise) {
        return point.filter(Parameters.Point.Revision.class::isInstance)
                .map(it -> ((Parameters.Point.Revision) it).revision())
                .orElse(otherwise);
    }
}
