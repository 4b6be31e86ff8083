package io.headwater.propagator.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link EnvironmentStore} in memory: says in plain Java what the Lua scripts do. */
final class MemoryStore implements EnvironmentStore {
    private static final class Generation {
        private final Map<String, Map<String, String>> layers = new HashMap<>();
        private final Set<Integer> chunks = new HashSet<>();
        private boolean building = true;
        private Standing standing;
        private long since;
        private boolean deleted;
        private long floor;
    }

    private final Map<String, Map<String, Generation>> generations = new HashMap<>();
    private final Map<String, String> current = new HashMap<>();
    private Catalog catalog;
    private String owner;

    @Override
    public synchronized CompletionStage<String> evictionPolicy() {
        return CompletableFuture.completedStage("noeviction");
    }

    @Override
    public synchronized CompletionStage<Optional<Stored>> stored(String environment) {
        return CompletableFuture.completedStage(shown(environment)
                .map(generation -> new Stored(
                        current.get(environment),
                        generation.standing,
                        generation.since,
                        generation.deleted,
                        generation.floor)));
    }

    @Override
    public synchronized CompletionStage<Outcome> apply(Delta delta) {
        Generation generation = shown(delta.environment()).orElse(null);
        if (generation == null || !current.get(delta.environment()).equals(delta.generation())) {
            return outcome(Outcome.MISMATCH);
        }
        if (generation.standing.revision() == delta.to().revision()) {
            return outcome(Outcome.ALREADY);
        }
        if (generation.standing.revision() != delta.expected()) {
            return outcome(Outcome.MISMATCH);
        }
        write(generation, delta.fields());
        generation.standing = delta.to();
        return outcome(Outcome.DONE);
    }

    private static void write(Generation generation, List<Field> fields) {
        for (Field field : fields) {
            generation
                    .layers
                    .computeIfAbsent(field.layer(), layer -> new HashMap<>())
                    .put(field.key(), new String(field.text(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public synchronized CompletionStage<Outcome> begin(String environment, String generation) {
        Generation before = generations
                .computeIfAbsent(environment, name -> new HashMap<>())
                .putIfAbsent(generation, new Generation());
        if (before == null) {
            return outcome(Outcome.DONE);
        }
        return outcome(before.building ? Outcome.ALREADY : Outcome.MISMATCH);
    }

    @Override
    public synchronized CompletionStage<Outcome> write(
            String environment, String generation, int chunk, List<Field> fields) {
        Generation of = generations.getOrDefault(environment, Map.of()).get(generation);
        if (of == null || !of.building) {
            return outcome(Outcome.MISMATCH);
        }
        if (!of.chunks.add(chunk)) {
            return outcome(Outcome.ALREADY);
        }
        write(of, fields);
        return outcome(Outcome.DONE);
    }

    @Override
    public synchronized CompletionStage<Outcome> replace(String replaces, Built by) {
        String environment = by.environment().name();
        String now = current.getOrDefault(environment, "");
        if (now.equals(by.generation())) {
            return outcome(Outcome.ALREADY);
        }
        Generation generation = generations.getOrDefault(environment, Map.of()).get(by.generation());
        boolean complete = generation != null && generation.building && generation.chunks.size() == by.chunks();
        if (!now.equals(replaces) || !complete || higher(environment, by.standing())) {
            return outcome(Outcome.MISMATCH);
        }
        generation.building = false;
        generation.standing = by.standing();
        generation.since = by.environment().since();
        generation.deleted = by.environment().deleted();
        generation.floor = by.standing().revision();
        current.put(environment, by.generation());
        return outcome(Outcome.DONE);
    }

    private boolean higher(String environment, Standing than) {
        return shown(environment)
                .filter(old -> old.standing.epoch() == than.epoch() && old.standing.revision() > than.revision())
                .isPresent();
    }

    @Override
    public synchronized CompletionStage<Void> sweep(String environment, List<String> keep) {
        generations
                .getOrDefault(environment, new HashMap<>())
                .keySet()
                .removeIf(generation -> !generation.equals(current.get(environment)) && !keep.contains(generation));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Optional<Catalog>> catalog() {
        return CompletableFuture.completedStage(Optional.ofNullable(catalog));
    }

    @Override
    public synchronized CompletionStage<Outcome> put(Catalog next) {
        if (catalog != null) {
            Standing stored = catalog.standing();
            Standing of = next.standing();
            if (stored.epoch() > of.epoch() || (stored.epoch() == of.epoch() && stored.revision() > of.revision())) {
                return outcome(Outcome.MISMATCH);
            }
        }
        catalog = next;
        return outcome(Outcome.DONE);
    }

    @Override
    public synchronized CompletionStage<Boolean> lease(String by, Duration time) {
        if (owner == null) {
            owner = by;
        }
        return CompletableFuture.completedStage(owner.equals(by));
    }

    @Override
    public synchronized CompletionStage<Void> release(String by) {
        if (by.equals(owner)) {
            owner = null;
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {}

    /** What is shown, by layer and key. */
    synchronized Map<String, String> content(String environment) {
        Map<String, String> content = new HashMap<>();
        shown(environment)
                .ifPresent(generation -> generation.layers.forEach(
                        (layer, fields) -> fields.forEach((key, text) -> content.put(layer + ":" + key, text))));
        return content;
    }

    synchronized List<String> generations(String environment) {
        return new ArrayList<>(generations.getOrDefault(environment, Map.of()).keySet());
    }

    private Optional<Generation> shown(String environment) {
        String id = current.get(environment);
        return id == null
                ? Optional.empty()
                : Optional.of(generations.get(environment).get(id));
    }

    private static CompletionStage<Outcome> outcome(Outcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }
}
