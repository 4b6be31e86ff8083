package io.headwater.propagator.sink;

import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.CatalogEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every environment that was heard of, deleted ones included, as its newest record tells it. For one thread. */
final class Environments {
    /** An environment, and when it was created, or last changed where only that is known. */
    record Known(EnvironmentState state, Instant created) {}

    private final Map<String, Known> byName = new HashMap<>();

    Environments() {}

    /** Those of a catalog. */
    Environments(List<CatalogEntry> listed) {
        for (CatalogEntry entry : listed) {
            EnvironmentState state = new EnvironmentState(
                    entry.name(), entry.since(), entry.since(), false, entry.rank(), entry.guarded(), null);
            byName.put(entry.name(), new Known(state, Instant.EPOCH));
        }
    }

    /** Takes a record in; an older one than is known changes nothing. */
    void learn(SinkRecord.Environment record) {
        EnvironmentState state = record.state();
        byName.merge(state.name(), new Known(state, record.time()), (known, heard) -> {
            if (known.state().revision() > state.revision()) {
                return known;
            }
            boolean same =
                    known.state().since() == state.since() && !known.created().equals(Instant.EPOCH);
            return same ? new Known(state, known.created()) : heard;
        });
    }

    Optional<Known> known(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Known> all() {
        return byName.values();
    }

    List<Known> live() {
        return byName.values().stream()
                .filter(known -> !known.state().deleted())
                .toList();
    }

    static CatalogEntry listed(EnvironmentState state) {
        return new CatalogEntry(state.name(), state.rank(), state.guarded(), state.since());
    }
}
