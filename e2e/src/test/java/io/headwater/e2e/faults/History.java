package io.headwater.e2e.faults;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Resolver;
import io.headwater.core.Scope;
import io.headwater.core.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The log folded: what everything has to look like at each revision. Only grows. Not safe for use by several threads. */
final class History {
    /** An environment from a commit on. */
    record EnvironmentAt(boolean live, long since, Instant time) {}

    private final List<Commit> commits = new ArrayList<>();
    private final Map<Scope, Map<String, NavigableMap<Long, LayerEntry>>> entries = new HashMap<>();
    private final Map<String, NavigableMap<Long, EnvironmentAt>> environments = new TreeMap<>();

    void add(Commit commit) {
        commits.add(commit);
        long revision = commit.revision();
        for (Change change : commit.changes()) {
            switch (change) {
                case Change.Put put ->
                    put(put.id(), LayerEntry.put(EntryValue.plain(put.type(), put.value(), revision), commit.time()));
                case Change.Delete delete -> put(delete.id(), LayerEntry.deleted(revision, commit.time()));
                case Change.PutEnvironment put -> {
                    boolean was = live(put.environment(), revision);
                    long since = was
                            ? environment(put.environment(), revision)
                                    .orElseThrow()
                                    .since()
                            : revision;
                    environments(put.environment()).put(revision, new EnvironmentAt(true, since, commit.time()));
                }
                case Change.DeleteEnvironment delete ->
                    environments(delete.environment()).put(revision, new EnvironmentAt(false, revision, commit.time()));
            }
        }
    }

    private void put(EntryId id, LayerEntry entry) {
        entries.computeIfAbsent(id.scope(), scope -> new TreeMap<>())
                .computeIfAbsent(id.key(), key -> new TreeMap<>())
                .put(entry.revision(), entry);
    }

    private NavigableMap<Long, EnvironmentAt> environments(String environment) {
        return environments.computeIfAbsent(environment, name -> new TreeMap<>());
    }

    long head() {
        return commits.size();
    }

    Commit commit(long revision) {
        return commits.get(Math.toIntExact(revision - 1));
    }

    List<Commit> commits() {
        return commits;
    }

    /** Every environment that ever was. */
    Set<String> environments() {
        return environments.keySet();
    }

    /** Every service with entries of its own in any scope. */
    Set<String> services() {
        Set<String> services = new TreeSet<>();
        entries.keySet().forEach(scope -> services.add(scope.service()));
        services.remove(Scope.EVERY);
        return services;
    }

    Optional<EnvironmentAt> environment(String environment, long revision) {
        return Optional.ofNullable(environments(environment).floorEntry(revision))
                .map(Map.Entry::getValue);
    }

    boolean live(String environment, long revision) {
        return environment(environment, revision).filter(EnvironmentAt::live).isPresent();
    }

    /** The layer of a scope at a revision, deletions included. */
    Map<String, LayerEntry> layer(Scope scope, long since, long revision) {
        Map<String, LayerEntry> layer = new TreeMap<>();
        entries.getOrDefault(scope, Map.of()).forEach((key, versions) -> {
            Map.Entry<Long, LayerEntry> version = versions.floorEntry(revision);
            if (version != null && version.getKey() >= since) {
                layer.put(key, version.getValue());
            }
        });
        return layer;
    }

    /** What a service sees in an environment at a revision; empty where there is no such environment. */
    Optional<Snapshot> snapshot(String service, String environment, long revision) {
        return environment(environment, revision).filter(EnvironmentAt::live).map(at -> {
            List<Layer> layers = new ArrayList<>();
            for (Scope scope : Scope.layersOf(service, environment)) {
                layers.add(new Layer(scope, layer(scope, scope.everyEnvironment() ? 0 : at.since(), revision)));
            }
            return Resolver.resolve(service, environment, layers, at.since(), at.time());
        });
    }
}
