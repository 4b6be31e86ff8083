package io.headwater.writer.mongo;

import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.CommitLogContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;

class InProcessMongoCommitLogTest extends CommitLogContract {
    private MongoAccess access;

    @Override
    protected CommitLog create() {
        access = MongoLogs.inProcess();
        return new MongoCommitLog(access, InstantSource.system());
    }

    @AfterEach
    void close() {
        access.close();
    }
}
