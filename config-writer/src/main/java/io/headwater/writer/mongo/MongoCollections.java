package io.headwater.writer.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ValidationOptions;
import io.headwater.runtime.lifecycle.StartRefusedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and checks the collections, their validators and their indexes. Several replicas may do so at once. */
public final class MongoCollections {
    static final String COMMITS = "commits";
    static final String ANSWERS = "answers";
    static final String ENTRIES = "entries";
    static final String CHECKPOINTS = "checkpoints";
    static final String LEASES = "leases";

    private static final Logger LOG = LoggerFactory.getLogger(MongoCollections.class);
    private static final int NAMESPACE_EXISTS = 48;
    private static final int ANSWERS_KEPT_HOURS = 48;

    private record Index(String name, Bson keys, IndexOptions options) {
        static Index of(String name, Bson keys) {
            return new Index(name, keys, new IndexOptions().name(name));
        }

        static Index sparse(String name, Bson keys) {
            return new Index(name, keys, new IndexOptions().name(name).sparse(true));
        }
    }

    private static final Map<String, List<Index>> INDEXES = Map.of(
            COMMITS,
            List.of(
                    Index.of(
                            "history",
                            Indexes.ascending("changes.service", "changes.environment", "changes.key", "_id")),
                    Index.of("environment", Indexes.ascending("changes.environment", "_id")),
                    Index.sparse("kind", Indexes.ascending("changes.kind", "_id")),
                    Index.of("author", Indexes.ascending("author", "_id")),
                    Index.sparse("idempotency", Indexes.ascending("idempotency.key", "idempotency.actor"))),
            ENTRIES,
            List.of(Index.of("generation", Indexes.ascending("generation"))),
            ANSWERS,
            List.of(new Index(
                    "kept",
                    Indexes.ascending("time"),
                    new IndexOptions().name("kept").expireAfter((long) ANSWERS_KEPT_HOURS, TimeUnit.HOURS))),
            CHECKPOINTS,
            List.of(),
            LEASES,
            List.of());

    private final MongoDatabase database;

    /** @param access the connection */
    public MongoCollections(MongoAccess access) {
        this.database = access.database();
    }

    /**
     * Brings the database to what this version needs.
     *
     * @throws com.mongodb.MongoException if MongoDB does not answer: try again later
     * @throws StartRefusedException if it cannot be brought there
     */
    public void prepare() {
        boolean mongod = isMongod();
        Map<String, Document> present = new HashMap<>();
        database.listCollections()
                .forEach(found -> present.put(found.getString("name"), found.get("options", new Document())));
        Validators.ALL.forEach((name, validator) -> {
            Document options = present.get(name);
            if (options == null) {
                create(name, validator, mongod);
            } else if (mongod && !validator.equals(options.get("validator"))) {
                validate(name, validator);
            }
        });
        if (mongod) {
            INDEXES.forEach(this::index);
        }
    }

    /** The in-process server knows neither validators nor secondary indexes, and needs none at the size of a trial. */
    private boolean isMongod() {
        Document build = database.runCommand(new Document("buildInfo", 1));
        boolean real = build.containsKey("javascriptEngine") || build.containsKey("storageEngines");
        if (!real) {
            LOG.info("this MongoDB is an embedded one: its collections have no validators and no indexes");
        }
        return real;
    }

    private void create(String name, Document validator, boolean validates) {
        CreateCollectionOptions options = new CreateCollectionOptions();
        if (validates) {
            options.validationOptions(new ValidationOptions().validator(validator));
        }
        try {
            database.createCollection(name, options);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
            LOG.debug("another replica created {} in the same moment", name);
        }
    }

    private void validate(String name, Document validator) {
        database.runCommand(new Document("collMod", name).append("validator", validator));
    }

    private void index(String name, List<Index> indexes) {
        MongoCollection<Document> collection = database.getCollection(name);
        for (Index index : indexes) {
            try {
                collection.createIndex(index.keys(), index.options());
            } catch (MongoCommandException e) {
                throw new StartRefusedException("the collection " + name + " has an index " + index.name()
                        + " that is not ours (" + e.getErrorCodeName()
                        + "); reads of the history would be wrong or slow. Drop it and start again");
            }
        }
        Map<String, Document> there = new LinkedHashMap<>();
        collection.listIndexes().forEach(found -> there.put(found.getString("name"), found));
        for (Index index : indexes) {
            if (!there.containsKey(index.name())) {
                throw new StartRefusedException("the collection " + name + " has no index " + index.name()
                        + " although it was just created; without it reads of the history scan everything");
            }
        }
    }
}
