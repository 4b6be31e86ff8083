package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Catalog;
import io.headwater.propagator.sink.EnvironmentStore.Stored;
import io.headwater.schemas.redis.CatalogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where to go on, judged by what the store holds.
 *
 * @param from where reading begins
 * @param catalog what is listed
 * @param stored the environments that can be continued, by name; the others of the catalog have to be built
 */
record SinkPlan(Standing from, Catalog catalog, Map<String, Stored> stored) {
    /**
     * Looks at the store.
     *
     * @throws StartAfreshException if nothing of it can be continued (rules 17 and 18)
     */
    static SinkPlan make(EnvironmentStore store, EntriesLog.Topic topic, EntriesLog.Reader reader, Instant now)
            throws InterruptedException {
        Optional<Catalog> found = Waiting.on(store.catalog());
        if (found.isEmpty()) {
            throw new StartAfreshException("Redis holds nothing yet, or has lost it");
        }
        Catalog catalog = found.get();
        require(catalog.standing().topic().equals(topic.id()), "the topic is another one than Redis was built from");
        Map<String, Stored> stored = continued(store, catalog);
        Standing from = catalog.standing();
        for (Stored one : stored.values()) {
            if (one.standing().revision() < from.revision()) {
                from = one.standing();
            }
        }
        Duration age = Duration.between(from.time(), now);
        require(
                age.compareTo(topic.deleteRetention().dividedBy(2)) < 0 || from.revision() == 0,
                "what Redis holds is so old that deletions may have been compacted away");
        requireFit(from, reader);
        return new SinkPlan(from, catalog, stored);
    }

    private static Map<String, Stored> continued(EnvironmentStore store, Catalog catalog) throws InterruptedException {
        Map<String, CompletableFuture<Optional<Stored>>> asked = new LinkedHashMap<>();
        for (CatalogEntry entry : catalog.environments()) {
            asked.put(entry.name(), store.stored(entry.name()).toCompletableFuture());
        }
        Map<String, Stored> stored = new LinkedHashMap<>();
        for (CatalogEntry entry : catalog.environments()) {
            Waiting.on(Objects.requireNonNull(asked.get(entry.name())))
                    .filter(one -> fits(one, entry, catalog))
                    .ifPresent(one -> stored.put(entry.name(), one));
        }
        return stored;
    }

    private static boolean fits(Stored one, CatalogEntry entry, Catalog catalog) {
        return !one.deleted()
                && one.since() == entry.since()
                && one.standing().epoch() == catalog.standing().epoch()
                && one.standing().topic().equals(catalog.standing().topic());
    }

    private static void requireFit(Standing from, EntriesLog.Reader reader) {
        Map<Integer, Long> beginnings = reader.beginnings();
        Map<Integer, Long> ends = reader.ends();
        List<String> wrong = new ArrayList<>();
        beginnings.forEach((partition, beginning) -> {
            long offset =
                    from.positions().getOrDefault(partition, LogPosition.START).offset();
            if (offset < beginning || offset > ends.getOrDefault(partition, 0L)) {
                wrong.add("partition " + partition + " holds " + beginning + " to " + ends.get(partition) + ", not "
                        + offset);
            }
        });
        require(wrong.isEmpty(), "the topic does not hold the place to go on from: " + String.join(", ", wrong));
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new StartAfreshException(otherwise);
        }
    }
}
