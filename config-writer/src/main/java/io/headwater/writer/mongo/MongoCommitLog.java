package io.headwater.writer.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.headwater.core.Commit;
import io.headwater.core.Scope;
import io.headwater.writer.log.AppendResult;
import io.headwater.writer.log.CommitFilter;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.Idempotency;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LoggedCommit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The commit log in MongoDB: one document for each commit, whose {@code _id} is its revision. */
public final class MongoCommitLog implements CommitLog {
    private static final int DUPLICATE_KEY = 11_000;

    /** The server refuses the document itself: invalid, or too large. A repetition meets the same answer. */
    private static final Set<Integer> FINAL = Set.of(2, 9, 22, 121, 10_334);

    private static final long READ_AT_ONCE = 16 << 20;
    private static final Bson ASCENDING = Sorts.ascending("_id");

    private final MongoCollection<Document> commits;
    private final MongoCollection<Document> answers;
    private final InstantSource clock;

    /** @param access the connection; the collections are {@link MongoCollections}' care */
    public MongoCommitLog(MongoAccess access, InstantSource clock) {
        this.commits = access.database().getCollection(MongoCollections.COMMITS);
        this.answers = access.database().getCollection(MongoCollections.ANSWERS);
        this.clock = clock;
    }

    @Override
    public AppendResult append(List<LoggedCommit> group) {
        try {
            // Ordered: the server stops at the first that fails, so a commit is never there without those before it.
            commits.insertMany(
                    group.stream().map(CommitDocuments::write).toList(), new InsertManyOptions().ordered(true));
            return new AppendResult.Appended();
        } catch (MongoBulkWriteException e) {
            // The count of inserted documents is not used: the in-process server's is wrong after a duplicate key.
            if (e.getWriteConcernError() == null && !e.getWriteErrors().isEmpty()) {
                int code = e.getWriteErrors().getFirst().getCode();
                if (code != DUPLICATE_KEY && FINAL.contains(code)) {
                    return new AppendResult.Refused(
                            e.getWriteErrors().getFirst().getIndex(), e);
                }
            }
            return new AppendResult.Unclear(e);
        } catch (MongoException e) {
            return new AppendResult.Unclear(e);
        }
    }

    @Override
    public List<LoggedCommit> read(long revision, int most) {
        FindIterable<Document> found =
                commits.find(Filters.gt("_id", revision)).sort(ASCENDING).limit(most);
        return MongoAccess.read(() -> {
            List<LoggedCommit> read = new ArrayList<>();
            long weight = 0;
            try (MongoCursor<Document> cursor = found.cursor()) {
                while (weight < READ_AT_ONCE && cursor.hasNext()) {
                    LoggedCommit next = CommitDocuments.read(cursor.next());
                    read.add(next);
                    weight += next.weight();
                }
            }
            return read;
        });
    }

    @Override
    public Optional<LoggedCommit> commit(long revision) {
        return list(commits.find(Filters.eq("_id", revision))).stream().findFirst();
    }

    @Override
    public long head() {
        return MongoAccess.read(() -> {
            Document newest = commits.find()
                    .sort(Sorts.descending("_id"))
                    .projection(Projections.include("_id"))
                    .first();
            return newest == null ? 0 : newest.getLong("_id");
        });
    }

    @Override
    public Optional<LoggedCommit> findIdempotent(String actor, String key) {
        return list(commits.find(
                                Filters.and(Filters.eq("idempotency.key", key), Filters.eq("idempotency.actor", actor)))
                        .sort(ASCENDING)
                        .limit(1))
                .stream()
                .findFirst();
    }

    @Override
    public Remembered remember(Idempotency request, long revision) {
        Document answer = new Document("_id", claim(request.actor(), request.key()))
                .append("idempotency", CommitDocuments.write(request))
                .append("revision", revision)
                .append("time", Date.from(clock.instant()));
        boolean first = MongoAccess.read(() -> {
            try {
                answers.insertOne(answer);
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCode() == DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        });
        Remembered own = new Remembered(request, revision);
        return first ? own : findRemembered(request.actor(), request.key()).orElse(own);
    }

    @Override
    public Optional<Remembered> findRemembered(String actor, String key) {
        return MongoAccess.read(() -> Optional.ofNullable(
                        answers.find(Filters.eq("_id", claim(actor, key))).first())
                .map(found -> new Remembered(
                        CommitDocuments.readIdempotency(found.get("idempotency", Document.class)),
                        found.getLong("revision"))));
    }

    private static Document claim(String actor, String key) {
        return new Document("actor", actor).append("key", key);
    }

    @Override
    public void newestFirst(CommitFilter filter, long before, int most, Consumer<Commit> to) {
        each(commits.find(query(filter, before)).sort(Sorts.descending("_id")).limit(most), to);
    }

    private Bson query(CommitFilter filter, long before) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(Filters.lt("_id", before));
        conditions.add(Filters.gte("_id", filter.fromRevision()));
        conditions.add(Filters.lte("_id", filter.toRevision()));
        filter.author().ifPresent(author -> conditions.add(Filters.eq("author", author)));
        filter.from()
                .ifPresent(time -> conditions.add(
                        Filters.gt("_id", revisionAt(time.minusMillis(1)).orElse(0))));
        filter.to()
                .ifPresent(time ->
                        conditions.add(Filters.lte("_id", revisionAt(time).orElse(0))));
        if (filter.ofChanges()) {
            List<Bson> ofChange = new ArrayList<>();
            filter.service().ifPresent(service -> ofChange.add(Filters.eq("service", service)));
            filter.environment().ifPresent(environment -> ofChange.add(Filters.eq("environment", environment)));
            filter.key().ifPresent(key -> ofChange.add(Filters.eq("key", key)));
            conditions.add(Filters.elemMatch("changes", Filters.and(ofChange)));
        }
        return Filters.and(conditions);
    }

    @Override
    public void touching(Scope scope, long upTo, Consumer<Commit> to) {
        Bson entry = Filters.elemMatch(
                "changes",
                Filters.and(Filters.eq("service", scope.service()), Filters.eq("environment", scope.environment())));
        Bson environment = Filters.elemMatch(
                "changes",
                Filters.and(Filters.eq("kind", "environment"), Filters.eq("environment", scope.environment())));
        each(
                commits.find(Filters.and(Filters.lte("_id", upTo), Filters.or(entry, environment)))
                        .sort(ASCENDING),
                to);
    }

    @Override
    public void environmentCommits(long upTo, Consumer<Commit> to) {
        each(
                commits.find(Filters.and(Filters.lte("_id", upTo), Filters.eq("changes.kind", "environment")))
                        .sort(ASCENDING),
                to);
    }

    private static void each(FindIterable<Document> found, Consumer<Commit> to) {
        MongoAccess.read(() -> {
            found.forEach(document -> to.accept(CommitDocuments.read(document).commit()));
            return Optional.empty();
        });
    }

    /** By halving: revisions have no gap and times never go back, so that no index on times is needed. */
    @Override
    public OptionalLong revisionAt(Instant time) {
        long notYounger = 0;
        long younger = head() + 1;
        while (younger - notYounger > 1) {
            long middle = notYounger + (younger - notYounger) / 2;
            if (timeOf(middle).isAfter(time)) {
                younger = middle;
            } else {
                notYounger = middle;
            }
        }
        return notYounger == 0 ? OptionalLong.empty() : OptionalLong.of(notYounger);
    }

    private Instant timeOf(long revision) {
        Document found = MongoAccess.read(() -> commits.find(Filters.eq("_id", revision))
                .projection(Projections.include("time"))
                .first());
        if (found == null) {
            throw new LogBrokenException("commit " + revision + " is missing in the log");
        }
        return found.getDate("time").toInstant();
    }

    private static List<LoggedCommit> list(FindIterable<Document> found) {
        return MongoAccess.read(() -> found.map(CommitDocuments::read).into(new ArrayList<>()));
    }
}
