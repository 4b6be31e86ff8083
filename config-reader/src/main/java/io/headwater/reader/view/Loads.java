package io.headwater.reader.view;

import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Services whose layers have been asked for and are not held yet. Who asks for the same waits for the same. Thread-safe. */
final class Loads {
    /** At most so many: a million names must not fill the memory while they wait for the source. */
    static final int MOST = 10_000;

    private final Map<String, CompletableFuture<View>> waiting = new ConcurrentHashMap<>();

    Set<String> services() {
        return waiting.keySet();
    }

    boolean full() {
        return waiting.size() >= MOST;
    }

    /**
     * A load that somebody waits for.
     *
     * @param first whether nobody did before
     */
    record Joined(CompletableFuture<View> load, boolean first) {}

    /** Waits for a service, with all others who do. */
    Joined join(String service) {
        CompletableFuture<View> created = new CompletableFuture<>();
        CompletableFuture<View> earlier = waiting.putIfAbsent(service, created);
        return earlier == null ? new Joined(created, true) : new Joined(earlier, false);
    }

    /**
     * Gives a view to those whose service it holds.
     *
     * @param loaded services of which layers have just been read; nobody waits for others, unless these are everybody's
     */
    void complete(Set<String> loaded, View next) {
        Set<String> services = loaded.contains(Scope.EVERY) ? waiting.keySet() : loaded;
        for (String service : List.copyOf(services)) {
            if (next.holds(service)) {
                complete(service, next);
            }
        }
    }

    /** Gives a view that holds a service to those who wait for that. */
    void complete(String service, View next) {
        CompletableFuture<View> load = waiting.remove(service);
        if (load != null) {
            load.complete(next);
        }
    }

    void fail(HeadwaterException why) {
        for (String service : List.copyOf(waiting.keySet())) {
            CompletableFuture<View> load = waiting.remove(service);
            if (load != null) {
                load.completeExceptionally(why);
            }
        }
    }
}
