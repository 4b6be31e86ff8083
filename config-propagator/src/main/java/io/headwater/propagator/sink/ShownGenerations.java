package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Catalog;
import io.headwater.propagator.sink.EnvironmentStore.Outcome;
import io.headwater.propagator.sink.EnvironmentStore.Stored;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.CatalogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which generation the store shows of each environment: puts one in the place of another by compare-and-set, and removes
 * what nobody sees any longer. For one thread.
 */
final class ShownGenerations {
    private static final Logger LOG = LoggerFactory.getLogger(ShownGenerations.class);

    private final EnvironmentStore store;
    private final SinkStatus status;
    private final Supplier<String> ids;

    /** @param ids random ids of generations */
    ShownGenerations(EnvironmentStore store, SinkStatus status, Supplier<String> ids) {
        this.store = store;
        this.status = status;
        this.ids = ids;
    }

    /** What is shown now of every environment that the store's catalog knows. */
    Map<String, Stored> now() throws InterruptedException {
        Map<String, Stored> shown = new LinkedHashMap<>();
        Optional<Catalog> catalog = Waiting.on(store.catalog());
        if (catalog.isPresent()) {
            for (CatalogEntry entry : catalog.get().environments()) {
                Waiting.on(store.stored(entry.name())).ifPresent(one -> shown.put(entry.name(), one));
            }
        }
        return shown;
    }

    /**
     * Shows what was built.
     *
     * @param before what is known to be shown; the store is asked about the rest
     * @throws StateMismatchException if something else is shown in the meantime
     */
    void show(List<Built> all, Map<String, Stored> before) throws InterruptedException {
        List<CompletableFuture<Void>> shown = new ArrayList<>();
        for (Built built : all) {
            String environment = built.environment().name();
            Stored known = before.get(environment);
            String replaces = known != null
                    ? known.generation()
                    : Waiting.on(store.stored(environment))
                            .map(Stored::generation)
                            .orElse("");
            shown.add(store.replace(replaces, built)
                    .thenAccept(outcome -> require(outcome, environment))
                    .toCompletableFuture());
        }
        Waiting.onAll(shown);
        for (Built built : all) {
            status.rebuilt();
            sweep(built.environment().name());
        }
    }

    /** Shows of an environment that it does not exist any longer. */
    void bury(EnvironmentState gone, String generation, Standing standing) throws InterruptedException {
        String grave = ids.get();
        require(Waiting.on(store.begin(gone.name(), grave)), gone.name());
        Built empty = new Built(gone, grave, 0, standing, standing.revision(), standing.time());
        require(Waiting.on(store.replace(generation, empty)), gone.name());
        sweep(gone.name());
    }

    /** Buries an environment if the store shows it as one that exists. */
    void buryIfShown(EnvironmentState gone, Standing standing) throws InterruptedException {
        Optional<Stored> stored = Waiting.on(store.stored(gone.name()));
        if (stored.isPresent() && !stored.get().deleted()) {
            bury(gone, stored.get().generation(), standing);
        }
    }

    /** Old generations are removed in the background; what is left over, the next one removes. */
    void sweep(String environment) {
        store.sweep(environment, List.of()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("old generations of {} are still there: {}", environment, failure.getMessage());
            }
        });
    }

    /** @throws StateMismatchException if the store did not do it, because it holds something else */
    static void require(Outcome outcome, String what) {
        if (outcome == Outcome.MISMATCH) {
            throw new StateMismatchException("Redis does not hold of " + what + " what was written there");
        }
    }
}
