package io.headwater.embedded.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Takes a directory and waits to be killed. */
final class OwnerToKill {

    private OwnerToKill() {}

    public static void main(String[] arguments) throws InterruptedException {
        DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
        System.out.println("owns " + data.path());
        new CountDownLatch(1).await();
    }
}
