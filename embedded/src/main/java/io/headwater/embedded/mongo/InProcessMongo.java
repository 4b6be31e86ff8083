package io.headwater.embedded.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MongoDB in this process, for where no {@code mongod} runs: {@code mongo-java-server} on an H2 store, with every
 * write on the way to the disk before it is acknowledged. It is a single server, without transactions and change
 * streams; {@code w: majority} and {@code readConcern: majority} hold trivially.
 */
public final class InProcessMongo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessMongo.class);

    private static final int PAGE_BYTES = 4 * 1024;

    private final MongoServer server;
    private final int port;

    private InProcessMongo(MongoServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Opens the store in a file, creating it where needed, and listens on 127.0.0.1.
     *
     * @param port 0 for any free one
     */
    public static InProcessMongo start(Path file, int port) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + file + " for MongoDB", failure);
        }
        // The store must not commit between the parts of a write: neither by time nor by amount.
        MVStore store = new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                // Every write rewrites a page of each of its indexes.
                .pageSplitSize(PAGE_BYTES)
                .open();
        // Each commit is on the disk before the next, so what it freed may be written over at once.
        store.setRetentionTime(0);
        return serve(new FlushingH2Backend(store), Ports.orFree(port), file.toString());
    }

    /**
     * Keeps everything in memory, and listens on 127.0.0.1.
     *
     * @param port 0 for any free one
     */
    public static InProcessMongo inMemory(int port) {
        return serve(H2Backend.inMemory(), Ports.orFree(port), "memory");
    }

    private static InProcessMongo serve(H2Backend backend, int port, String where) {
        MongoServer server = new MongoServer(backend.version(ServerVersion.MONGO_5_0));
        try {
            server.bind("127.0.0.1", port);
        } catch (RuntimeException failure) {
            server.shutdownNow();
            throw failure;
        }
        InProcessMongo mongo = new InProcessMongo(server, port);
        LOG.info("MongoDB (in this process) takes requests at {}, data in {}", mongo.uri(), where);
        return mongo;
    }

    /** Its connection string. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/";
    }

    /** Stops listening and closes the store. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}
