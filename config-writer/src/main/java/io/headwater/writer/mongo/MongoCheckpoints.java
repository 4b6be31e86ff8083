package io.headwater.writer.mongo;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import io.headwater.core.EntryId;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.Checkpoints;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import io.headwater.writer.state.StoredEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.pcollections.TreePMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as documents of {@code entries}, one for each entry and deletion, each of one generation; which generation
 * counts is one document of {@code checkpoints}. Every other document there registers a generation that is being written:
 *
 * <pre>
 *   writing ──▶ switching ──▶ (current)
 *      └──▶ removing ◀──┘  when its writer has been silent for long, or can no longer become the current one
 * </pre>
 *
 * Each arrow is a compare-and-set, so a generation that somebody removes never becomes the current one.
 */
public final class MongoCheckpoints implements Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(MongoCheckpoints.class);
    private static final String CURRENT = "current";
    private static final int DUPLICATE_KEY = 11_000;
    private static final int AT_ONCE = 2_000;
    private static final int ATTEMPTS = 3;
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final MongoCollection<Document> checkpoints;
    private final MongoCollection<Document> entries;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final FaultPoints faults;

    /** @param ids makes names of generations, each only once in the world */
    public MongoCheckpoints(MongoAccess access, InstantSource clock, Supplier<String> ids, FaultPoints faults) {
        this.checkpoints = access.database().getCollection(MongoCollections.CHECKPOINTS);
        this.entries = access.database().getCollection(MongoCollections.ENTRIES);
        this.clock = clock;
        this.ids = ids;
        this.faults = faults;
    }

    @Override
    public Optional<State> load() {
        return MongoAccess.read(() -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Document> current = current();
                if (current.isEmpty()) {
                    return Optional.empty();
                }
                TreePMap<EntryId, Stored> loaded = entries(current.get().getString("generation"));
                if (loaded.size() == current.get().getLong("entries")) {
                    return Optional.of(state(current.get(), loaded));
                }
                // Another replica may have replaced it in this moment.
                LOG.warn(
                        "the checkpoint of commit {} is not whole; reading it again",
                        current.get().getLong("revision"));
            }
            LOG.error("the checkpoint is not whole; the history is read from its first commit instead");
            return Optional.empty();
        });
    }

    private Optional<Document> current() {
        return Optional.ofNullable(checkpoints.find(Filters.eq("_id", CURRENT)).first());
    }

    private TreePMap<EntryId, Stored> entries(String generation) {
        TreePMap<EntryId, Stored> loaded = TreePMap.empty();
        for (Document document : entries.find(Filters.eq("generation", generation))) {
            loaded = loaded.plus(EntryDocuments.id(document), EntryDocuments.stored(document));
        }
        return loaded;
    }

    private static State state(Document current, TreePMap<EntryId, Stored> loaded) {
        TreePMap<String, StoredEnvironment> environments = TreePMap.empty();
        for (Document document : current.getList("environments", Document.class)) {
            StoredEnvironment environment = EntryDocuments.environment(document);
            environments = environments.plus(environment.state().name(), environment);
        }
        return new State(
                current.getLong("epoch"),
                current.getLong("revision"),
                current.getString("hash"),
                current.getDate("time").toInstant(),
                environments,
                loaded);
    }

    @Override
    public boolean save(State state) throws InterruptedException {
        String generation = ids.get();
        Optional<Document> before = MongoAccess.read(this::current);
        if (before.filter(it -> it.getLong("revision") >= state.revision()).isPresent()) {
            return false;
        }
        String replaces = before.map(it -> it.getString("generation")).orElse("");
        MongoAccess.read(() -> checkpoints.insertOne(new Document("_id", generation)
                .append("stage", "writing")
                .append("generation", generation)
                .append("replaces", replaces)
                .append("began", Date.from(clock.instant()))));
        write(state, generation);
        faults.at(FaultPoints.CHECKPOINT_BEFORE_SWITCH);
        return MongoAccess.read(() -> {
            boolean switched = advance(generation, "writing", "switching") && switchTo(state, generation, before);
            if (switched) {
                checkpoints.deleteOne(Filters.eq("_id", generation));
                remove(replaces);
            }
            removeAbandoned();
            return switched;
        });
    }

    private void write(State state, String generation) throws InterruptedException {
        List<Document> chunk = new ArrayList<>(AT_ONCE);
        for (Map.Entry<EntryId, Stored> entry : state.all().entrySet()) {
            chunk.add(EntryDocuments.entry(generation, entry.getKey(), entry.getValue()));
            if (chunk.size() == AT_ONCE) {
                insert(chunk);
                chunk.clear();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        if (!chunk.isEmpty()) {
            insert(chunk);
        }
    }

    private void insert(List<Document> chunk) {
        MongoAccess.read(() -> entries.insertMany(chunk, new InsertManyOptions().ordered(false)));
    }

    private boolean advance(String generation, String from, String to) {
        return checkpoints
                        .updateOne(
                                Filters.and(Filters.eq("_id", generation), Filters.eq("stage", from)),
                                Updates.set("stage", to))
                        .getModifiedCount()
                == 1;
    }

    /** The compare-and-set: only over the very checkpoint that was the current one when this one was begun. */
    private boolean switchTo(State state, String generation, Optional<Document> before) {
        Document current = new Document("_id", CURRENT)
                .append("stage", "current")
                .append("generation", generation)
                .append("epoch", state.epoch())
                .append("revision", state.revision())
                .append("hash", state.hash())
                .append("time", Date.from(state.time()))
                .append("entries", (long) state.all().size())
                .append(
                        "environments",
                        state.allEnvironments().values().stream()
                                .map(EntryDocuments::environment)
                                .toList());
        if (before.isPresent()) {
            return checkpoints
                            .replaceOne(
                                    Filters.and(
                                            Filters.eq("_id", CURRENT),
                                            Filters.eq(
                                                    "generation", before.get().getString("generation"))),
                                    current,
                                    new ReplaceOptions().upsert(false))
                            .getMatchedCount()
                    == 1;
        }
        try {
            checkpoints.insertOne(current);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private void remove(String generation) {
        if (!generation.isEmpty()) {
            entries.deleteMany(Filters.eq("generation", generation));
        }
    }

    /** Removes what writers left behind that died or came too late. */
    private void removeAbandoned() {
        String current = current().map(it -> it.getString("generation")).orElse("");
        Instant longAgo = clock.instant().minus(ABANDONED);
        for (Document other : checkpoints.find(Filters.ne("_id", CURRENT))) {
            String generation = Objects.requireNonNull(other.getString("generation"));
            String stage = other.getString("stage");
            boolean late = !current.equals(other.getString("replaces"));
            boolean abandoned = switch (stage) {
                case "removing" -> true;
                case "switching" -> late && !generation.equals(current) && advance(generation, stage, "removing");
                default ->
                    (late || other.getDate("began").toInstant().isBefore(longAgo))
                            && advance(generation, stage, "removing");
            };
            if (generation.equals(current)) {
                checkpoints.deleteOne(Filters.eq("_id", generation));
            } else if (abandoned) {
                remove(generation);
                checkpoints.deleteOne(Filters.eq("_id", generation));
            }
        }
    }
}
