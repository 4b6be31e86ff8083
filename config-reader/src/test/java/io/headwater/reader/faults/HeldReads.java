package io.headwater.reader.faults;

import io.headwater.reader.RunningReader;
import io.headwater.reader.view.Staleness;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that look up what is held, one after the other, and note every answer that is wrong: not 200, of an older
 * revision than the one before, or with another value than the revision says.
 */
final class HeldReads implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong marked = new AtomicLong();
    private volatile boolean closed;

    private HeldReads() {}

    /** Looks up the key {@code n}, whose value is the revision of the commit that put it, in every commit. */
    static HeldReads start(RunningReader reader, int clients, List<String> services) {
        HeldReads reads = new HeldReads();
        for (int i = 0; i < clients; i++) {
            String service = services.get(i % services.size());
            reads.threads.add(Thread.ofVirtual().start(() -> reads.run(reader, service)));
        }
        return reads;
    }

    private void run(RunningReader reader, String service) {
        long seen = 0;
        while (!closed) {
            try {
                HttpResponse<String> answer = reader.send("GET", "/v1/snapshots/" + service + "/dev/n");
                long revision =
                        answer.headers().firstValueAsLong("Headwater-Revision").orElse(-1);
                String expected = "\"value\":" + revision + ",\"revision\":" + revision + "}";
                if (answer.statusCode() != 200
                        || revision < seen
                        || !answer.body().endsWith(expected)) {
                    wrong.add(service + " after " + seen + ": " + answer.statusCode() + " at " + revision + " "
                            + answer.body());
                }
                seen = Math.max(seen, revision);
                if (answer.headers().firstValue(Staleness.HEADER).isPresent()) {
                    marked.incrementAndGet();
                }
                answers.incrementAndGet();
            } catch (Exception e) {
                wrong.add(service + " after " + seen + ": " + e);
            }
        }
    }

    /** Answers so far. */
    long answers() {
        return answers.get();
    }

    /** Those that said that they were stale. */
    long marked() {
        return marked.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
