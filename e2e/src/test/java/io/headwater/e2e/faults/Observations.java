package io.headwater.e2e.faults;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What observers saw in one round, and what they found wrong at once. Safe for use by several threads. */
final class Observations {
    private final ConcurrentLinkedQueue<Observation> seen = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();

    void saw(Observation observation) {
        answers.incrementAndGet();
        seen.add(observation);
    }

    void wrong(String what) {
        wrong.add(what);
    }

    List<Observation> all() {
        return List.copyOf(seen);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
