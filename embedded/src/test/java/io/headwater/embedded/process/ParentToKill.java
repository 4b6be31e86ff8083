package io.headwater.embedded.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts a child and waits to be killed. */
final class ParentToKill {

    private ParentToKill() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        ChildProcesses children = ChildProcesses.in(directory);
        ChildProcess child =
                children.start(new ChildCommand("sleeper", List.of("/bin/sh", "-c", "exec sleep 600"), directory));
        System.out.println("started " + child.pid());
        new CountDownLatch(1).await();
    }
}
