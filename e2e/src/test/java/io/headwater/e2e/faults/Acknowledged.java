package io.headwater.e2e.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every commit that a writer has acknowledged, as it was posted. Safe for use by several threads. */
final class Acknowledged {
    /**
     * One posted change.
     *
     * @param value compact JSON; empty where the entry is deleted
     */
    record Posted(String service, String environment, String key, String value) {
        static Posted put(String service, String environment, String key, long value) {
            return new Posted(service, environment, key, Long.toString(value));
        }

        static Posted delete(String service, String environment, String key) {
            return new Posted(service, environment, key, "");
        }

        boolean deletes() {
            return value.isEmpty();
        }
    }

    /** @param idempotencyKey that it was made with */
    record Commit(long revision, String idempotencyKey, List<Posted> changes) {}

    private final Map<Long, Commit> byRevision = new ConcurrentSkipListMap<>();
    private final Map<String, String> doubtful = new ConcurrentHashMap<>();

    /** A request is on its way. Until it is known what became of it, it may or may not be in the log. */
    void sent(String idempotencyKey, String what) {
        doubtful.put(idempotencyKey, what);
    }

    /** It was committed. */
    void committed(Commit commit) {
        Commit other = byRevision.putIfAbsent(commit.revision(), commit);
        if (other != null && !other.equals(commit)) {
            throw new AssertionError(
                    "two requests were told to be commit " + commit.revision() + ": " + other + " and " + commit);
        }
        doubtful.remove(commit.idempotencyKey());
    }

    /** It was refused: it must never be in the log. */
    void refused(String idempotencyKey) {
        doubtful.remove(idempotencyKey);
    }

    List<Commit> commits() {
        return List.copyOf(byRevision.values());
    }

    /** Requests of which nobody said what became of them. */
    Map<String, String> doubtful() {
        return doubtful;
    }
}
