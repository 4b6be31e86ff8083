package io.headwater.loadtest.measure;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Sends at a fixed rate, whether or not what was sent before has come back. Each operation is told when it should have
 * been sent: a latency from there on includes the time for which the system held the generator up, which one from the
 * moment of sending would leave out ("coordinated omission").
 */
public final class OpenLoop {
    private final Pace pace;
    private final Executor executor;

    /** @param executor runs the operations; must not make the caller wait */
    public OpenLoop(Pace pace, Executor executor) {
        this.pace = pace;
        this.executor = executor;
    }

    /** Starts {@code perSecond} operations a second for that long. Returns when the last one was started. */
    public void run(int perSecond, Duration length, Operation operation) throws InterruptedException {
        long interval = 1_000_000_000L / perSecond;
        long count = length.toNanos() / interval;
        long begin = pace.nanos() + interval;
        for (long i = 0; i < count; i++) {
            long intended = begin + i * interval;
            pace.until(intended);
            executor.execute(() -> operation.at(intended));
        }
    }

    /** What is done at each moment of the schedule. */
    @FunctionalInterface
    public interface Operation {
        /** @param intended when it should start, by {@link Pace#nanos()} */
        void at(long intended);
    }
}
