package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Field;
import io.headwater.propagator.sink.EnvironmentStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Writes one generation of one environment that nobody sees yet, in calls of a bounded size. One call waits for the one
 * before it, so that an entry is never overwritten by its own past. For one thread.
 */
final class GenerationWriter {
    private static final int FIELDS = 1_000;
    private static final int BYTES = 512 << 10;

    private final EnvironmentStore store;
    private final String environment;
    private final String generation;
    private final Semaphore inFlight;
    private CompletableFuture<Void> written;
    private List<Field> buffer = new ArrayList<>();
    private int bytes;
    private int chunks;

    /** @param inFlight shared by all writers: how many calls may be under way */
    GenerationWriter(EnvironmentStore store, String environment, String generation, Semaphore inFlight) {
        this.store = store;
        this.environment = environment;
        this.generation = generation;
        this.inFlight = inFlight;
        this.written =
                store.begin(environment, generation).thenAccept(this::check).toCompletableFuture();
    }

    String generation() {
        return generation;
    }

    /** Writes a field, sooner or later. */
    void put(Field field) throws InterruptedException {
        buffer.add(field);
        bytes += field.text().length + 64;
        if (buffer.size() >= FIELDS || bytes >= BYTES) {
            send();
        }
    }

    private void send() throws InterruptedException {
        if (buffer.isEmpty()) {
            return;
        }
        List<Field> fields = buffer;
        int chunk = chunks++;
        buffer = new ArrayList<>(FIELDS);
        bytes = 0;
        inFlight.acquire();
        written = written.thenCompose(before -> store.write(environment, generation, chunk, fields))
                .thenAccept(this::check)
                .whenComplete((done, failure) -> inFlight.release());
    }

    private void check(Outcome outcome) {
        if (outcome == Outcome.MISMATCH) {
            throw new StateMismatchException(
                    "the generation " + generation + " of " + environment + " was removed while it was built");
        }
    }

    /** Writes what is left. When the answer is there, {@link #chunks} calls have been made, and all have worked. */
    CompletableFuture<Void> finish() throws InterruptedException {
        send();
        return written;
    }

    int chunks() {
        return chunks;
    }
}
