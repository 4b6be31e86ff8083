package io.headwater.reader;

import java.time.Duration;

/**
 * What the public port takes on.
 *
 * @param threads event loops; each keeps one processor busy when there is enough to do
 * @param connections that may be open at the same time, as far as the machine allows so many open files
 * @param newPerSecond connections that are taken in a second; more wait, so that many at once do not slow down those that are
 *     there
 * @param idle a connection on which nothing happens for so long is closed
 */
public record ReaderHttp(int threads, int connections, int newPerSecond, Duration idle) {
    /** One event loop for every two processors, 20,000 connections, 4,000 new ones a second, 30 s. */
    public static ReaderHttp defaults() {
        return new ReaderHttp(defaultThreads(), 20_000, 4_000, Duration.ofSeconds(30));
    }

    /** Half of the processors are left to those who resolve and encode, and to Javalin. */
    static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
