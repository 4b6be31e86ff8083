package io.headwater.writer.mongo;

import io.headwater.embedded.mongo.InProcessMongo;
import io.headwater.testkit.parts.SharedParts;
import java.time.Duration;

/** Databases of the two kinds of MongoDB, each empty and prepared. */
final class MongoLogs {
    private MongoLogs() {}

    private static final class InProcess {
        static final InProcessMongo SERVER = InProcessMongo.inMemory(0);
    }

    static MongoAccess real() {
        return prepared(new MongoAccess(SharedParts.mongoUri(), SharedParts.uniqueName("log"), Duration.ofSeconds(5)));
    }

    static MongoAccess inProcess() {
        return prepared(new MongoAccess(InProcess.SERVER.uri(), SharedParts.uniqueName("log"), Duration.ofSeconds(5)));
    }

    private static MongoAccess prepared(MongoAccess access) {
        new MongoCollections(access).prepare();
        return access;
    }
}
