package io.headwater.writer.mongo;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.headwater.writer.log.LeaseStore;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** Leases as documents of {@code leases}. */
public final class MongoLeases implements LeaseStore {
    private static final int DUPLICATE_KEY = 11_000;

    private final MongoCollection<Document> leases;

    /** @param access the connection */
    public MongoLeases(MongoAccess access) {
        this.leases = access.database().getCollection(MongoCollections.LEASES);
    }

    @Override
    public Optional<Held> read(String name) {
        return MongoAccess.read(() -> Optional.ofNullable(
                        leases.find(Filters.eq("_id", name)).first())
                .map(found -> new Held(
                        found.getString("owner"),
                        found.getLong("beat"),
                        found.getDate("renewed").toInstant())));
    }

    @Override
    public boolean replace(String name, Optional<Held> expected, Held with) {
        Document document = new Document("_id", name)
                .append("owner", with.owner())
                .append("beat", with.beat())
                .append("renewed", Date.from(with.renewed()));
        return MongoAccess.read(() -> {
            if (expected.isPresent()) {
                Held held = expected.get();
                return leases.replaceOne(
                                        Filters.and(
                                                Filters.eq("_id", name),
                                                Filters.eq("owner", held.owner()),
                                                Filters.eq("beat", held.beat())),
                                        document,
                                        new ReplaceOptions().upsert(false))
                                .getMatchedCount()
                        == 1;
            }
            return insert(document);
        });
    }

    private boolean insert(Document document) {
        try {
            leases.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
