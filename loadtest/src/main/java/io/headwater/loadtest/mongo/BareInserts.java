package io.headwater.loadtest.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/**
 * Yardstick: inserts documents one by one, {@code w: majority, j: true}, that are copies of the newest commit which
 * Headwater made, into a collection without further indexes or a validator. Safe for use by several threads.
 */
public final class BareInserts implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 100;

    private final MongoClient client;
    private final MongoCollection<Document> into;
    private final Document sample;
    private final AtomicLong last = new AtomicLong();

    /** @param database that has the commits; there has to be one */
    public BareInserts(String uri, String database) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(MOST_CONNECTIONS))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build());
        into = client.getDatabase("yardstick").getCollection("inserts");
        Document newest = client.getDatabase(database)
                .getCollection("commits")
                .find()
                .sort(Sorts.descending("_id"))
                .first();
        if (newest == null) {
            client.close();
            throw new IllegalStateException("there is no commit in the database " + database);
        }
        sample = newest;
    }

    /** Inserts one, and returns when a majority has it in its journal. */
    public void insert() {
        Document document = new Document(sample);
        document.put("_id", last.incrementAndGet());
        var _ = into.insertOne(document);
    }

    @Override
    public void close() {
        client.close();
    }
}
