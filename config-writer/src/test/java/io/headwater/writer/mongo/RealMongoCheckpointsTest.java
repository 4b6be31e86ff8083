package io.headwater.writer.mongo;

import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.Checkpoints;
import io.headwater.writer.log.CheckpointsContract;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class RealMongoCheckpointsTest extends CheckpointsContract {
    private final MongoAccess access = MongoLogs.real();

    @Override
    protected Checkpoints create(FaultPoints faults) {
        return new MongoCheckpoints(
                access, InstantSource.system(), () -> UUID.randomUUID().toString(), faults);
    }

    @Override
    protected long stored() {
        return access.database().getCollection(MongoCollections.ENTRIES).countDocuments();
    }

    @AfterEach
    void close() {
        access.close();
    }
}
