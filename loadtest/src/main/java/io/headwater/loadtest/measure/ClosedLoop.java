package io.headwater.loadtest.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** So many workers that each do one thing after another, as fast as they can. */
public final class ClosedLoop {
    private final List<Double> rates = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    /**
     * Lets the workers work for that long, each in a thread of its own; may be repeated.
     *
     * @return how many operations they did
     */
    public long run(List<? extends Action> workers, Duration length) throws Exception {
        AtomicLong done = new AtomicLong();
        CyclicBarrier start = new CyclicBarrier(workers.size());
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
            List<Future<Long>> ends = new ArrayList<>();
            for (Action worker : workers) {
                ends.add(threads.submit(() -> {
                    int _ = start.await();
                    return work(worker, length, done);
                }));
            }
            for (Future<Long> end : ends) {
                long _ = end.get();
            }
        }
        rates.add(done.get() * 1e9 / (System.nanoTime() - begun));
        return done.get();
    }

    private long work(Action worker, Duration length, AtomicLong done) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        long now = System.nanoTime();
        while (now - end < 0) {
            worker.run();
            long after = System.nanoTime();
            latencies.add(after - now);
            done.incrementAndGet();
            now = after;
        }
        return now;
    }

    /** Operations a second: the median of the runs. */
    public double rate() {
        return Median.of(rates);
    }

    /** How long each operation took, over all runs. */
    public Latencies latencies() {
        return latencies;
    }

    /** What a worker repeats. */
    @FunctionalInterface
    public interface Action {
        /** Does it once. */
        void run() throws Exception;
    }
}
