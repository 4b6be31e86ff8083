package io.headwater.embedded.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a child process serves, or tells why it never will. */
public final class Readiness {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Readiness() {}

    /**
     * Asks again and again until the answer is yes. An {@link IOException} counts as no.
     *
     * @throws IllegalStateException with the end of its log when the child ends, or does not serve in time
     */
    public static void await(ChildProcess child, Duration limit, Check check) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds(check)) {
            if (!child.isAlive()) {
                throw new IllegalStateException(child + " ended with code "
                        + child.exitCode().orElse(-1) + " before it served. The end of " + child.log() + ":\n"
                        + child.logTail());
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                child.kill();
                throw new IllegalStateException(child + " did not serve within " + limit + ". The end of " + child.log()
                        + ":\n" + child.logTail());
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    private static boolean holds(Check check) {
        try {
            return check.holds();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whether a process serves now. */
    @FunctionalInterface
    public interface Check {

        /** Answers without waiting long. */
        boolean holds() throws IOException;
    }
}
