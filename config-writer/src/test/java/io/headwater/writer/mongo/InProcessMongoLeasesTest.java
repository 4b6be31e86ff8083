package io.headwater.writer.mongo;

import io.headwater.writer.log.LeaseStore;
import io.headwater.writer.log.LeaseStoreContract;
import org.junit.jupiter.api.AfterEach;

class InProcessMongoLeasesTest extends LeaseStoreContract {
    private MongoAccess access;

    @Override
    protected LeaseStore create() {
        access = MongoLogs.inProcess();
        return new MongoLeases(access);
    }

    @AfterEach
    void close() {
        access.close();
    }
}
