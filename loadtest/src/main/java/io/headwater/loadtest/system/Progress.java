package io.headwater.loadtest.system;

/** Says on standard error what is going on: standard output belongs to the table. */
public final class Progress {
    private final long begun = System.nanoTime();

    /** Says one line. */
    public void say(String line) {
        long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
        System.err.printf("[%3d s] %s%n", seconds, line);
    }
}
