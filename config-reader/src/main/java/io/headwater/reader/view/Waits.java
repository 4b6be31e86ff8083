package io.headwater.reader.view;

import io.headwater.core.HeadwaterException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Those who wait for a revision. Thread-safe. */
final class Waits {
    private final ConcurrentSkipListMap<Wait, CompletableFuture<View>> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** Somebody who waits for a revision. */
    private record Wait(long revision, long id) implements Comparable<Wait> {
        @Override
        public int compareTo(Wait other) {
            int byRevision = Long.compare(revision, other.revision);
            return byRevision != 0 ? byRevision : Long.compare(id, other.id);
        }
    }

    /** Completed by the first view that has reached the revision; forgotten when it is cancelled. */
    CompletableFuture<View> add(long revision) {
        Wait wait = new Wait(revision, ids.incrementAndGet());
        CompletableFuture<View> reached = new CompletableFuture<>();
        waiting.put(wait, reached);
        var _ = reached.whenComplete((_, _) -> waiting.remove(wait));
        return reached;
    }

    void complete(View next) {
        Wait last = new Wait(next.position().revision(), Long.MAX_VALUE);
        waiting.headMap(last, true).values().forEach(waiter -> waiter.complete(next));
    }

    void fail(HeadwaterException why) {
        waiting.values().forEach(waiter -> waiter.completeExceptionally(why));
    }
}
