package io.headwater.embedded.mongo;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An in-process MongoDB in a process that a test may kill. */
final class MongoToKill {

    private MongoToKill() {}

    public static void main(String[] arguments) throws InterruptedException {
        InProcessMongo.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        new CountDownLatch(1).await();
    }
}
