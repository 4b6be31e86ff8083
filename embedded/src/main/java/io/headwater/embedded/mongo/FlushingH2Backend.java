package io.headwater.embedded.mongo;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * A backend whose answers to writes are true after a crash.
 *
 * <p>The library's own flushes in the background: a killed process loses writes that it has acknowledged, and can keep
 * half of one, its index entry without its document. Here a write and its flush are one step, alone; a read waits for
 * it, or somebody would act on what a crash takes back.
 */
final class FlushingH2Backend extends H2Backend {

    /** What changes nothing. A command that is missing here costs a lock; one too many would cost data. */
    private static final Set<String> READS = Set.of(
            "find",
            "getMore",
            "killCursors",
            "count",
            "distinct",
            "hello",
            "isMaster",
            "ismaster",
            "ping",
            "buildInfo",
            "buildinfo",
            "listCollections",
            "listDatabases",
            "listIndexes",
            "endSessions",
            "serverStatus");

    /** Of a file whose chunks hold less than this share of live pages, some are written again to give space back. */
    private static final int FILL_RATE_PERCENT = 60;

    private static final int COMPACTED_BYTES = 4 * 1024 * 1024;
    private static final int WRITES_BETWEEN_COMPACTIONS = 500;

    private final MVStore store;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private int writesSinceCompaction;

    /** @param store one that never commits by itself */
    FlushingH2Backend(MVStore store) {
        super(store);
        this.store = store;
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        if (READS.contains(command)) {
            return locked(lock.readLock(), () -> super.handleCommand(channel, databaseName, command, query));
        }
        return locked(lock.writeLock(), () -> {
            try {
                return super.handleCommand(channel, databaseName, command, query);
            } finally {
                // Also after an error: a group of inserts fails at its second and keeps its first.
                flush();
            }
        });
    }

    private static Document locked(Lock lock, Supplier<Document> command) {
        lock.lock();
        try {
            return command.get();
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        if (!store.hasUnsavedChanges()) {
            return;
        }
        commit();
        // A commit survives the death of the process; only this survives that of the machine.
        store.sync();
        writesSinceCompaction++;
        if (writesSinceCompaction >= WRITES_BETWEEN_COMPACTIONS) {
            writesSinceCompaction = 0;
            store.compact(FILL_RATE_PERCENT, COMPACTED_BYTES);
        }
    }
}
