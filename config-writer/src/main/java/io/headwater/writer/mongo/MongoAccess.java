package io.headwater.writer.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.headwater.writer.log.LogUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connection to MongoDB with the only concerns that this service ever uses: everything is written to a journaled
 * majority, and read from the primary as a majority has it. Otherwise a replica could act on a commit that a failover
 * takes back.
 */
public final class MongoAccess implements AutoCloseable {
    private final MongoClient client;
    private final MongoDatabase database;

    /**
     * Connects in the background.
     *
     * @param uri as the driver takes it; concerns in it are overridden
     * @param timeout for choosing a server and connecting; three times as long for an answer
     */
    public MongoAccess(String uri, String databaseName, Duration timeout) {
        this(uri, databaseName, timeout, true);
    }

    /**
     * Connects in the background.
     *
     * @param majorityReads off only to prove what they are good for
     */
    public MongoAccess(String uri, String databaseName, Duration timeout, boolean majorityReads) {
        int milliseconds = Math.toIntExact(timeout.toMillis());
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applicationName("headwater-writer")
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(majorityReads ? ReadConcern.MAJORITY : ReadConcern.LOCAL)
                .readPreference(ReadPreference.primary())
                .retryReads(true)
                // Whoever writes here knows what a write that failed may have done, and sends it again himself; the
                // driver
                // would have MongoDB keep a record of every write for that.
                .retryWrites(false)
                .applyToClusterSettings(it -> it.serverSelectionTimeout(milliseconds, TimeUnit.MILLISECONDS))
                .applyToServerSettings(it ->
                        it.heartbeatFrequency(1, TimeUnit.SECONDS).minHeartbeatFrequency(100, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(it -> it.connectTimeout(milliseconds, TimeUnit.MILLISECONDS)
                        .readTimeout(milliseconds * 3L, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(it -> it.maxWaitTime(milliseconds, TimeUnit.MILLISECONDS))
                .build();
        this.client = MongoClients.create(settings);
        this.database = client.getDatabase(databaseName);
    }

    MongoDatabase database() {
        return database;
    }

    /** Runs a read; whatever the driver throws means that the log is out of reach. */
    static <T> T read(Supplier<T> action) {
        try {
            return action.get();
        } catch (MongoException e) {
            throw new LogUnavailableException(reason(e), e);
        }
    }

    static String reason(Exception e) {
        return "MongoDB: " + e.getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.close();
    }
}
