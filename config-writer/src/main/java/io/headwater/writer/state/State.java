package io.headwater.writer.state;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import io.headwater.core.EntryId;
import io.headwater.core.Metadata;
import io.headwater.core.Scope;
import io.headwater.schemas.EnvironmentState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Everything that the history says at one revision. Immutable: the state after a commit shares all but the touched paths
 * with the one before, so that a step costs O(changes · log entries) and old states cost only what differs.
 */
public final class State {
    private final long epoch;
    private final long revision;
    private final String hash;
    private final Instant time;
    private final TreePMap<String, StoredEnvironment> environments;
    private final TreePMap<EntryId, Stored> entries;

    /** A state as a checkpoint gives it back. */
    public State(
            long epoch,
            long revision,
            String hash,
            Instant time,
            TreePMap<String, StoredEnvironment> environments,
            TreePMap<EntryId, Stored> entries) {
        this.epoch = epoch;
        this.revision = revision;
        this.hash = hash;
        this.time = time;
        this.environments = environments;
        this.entries = entries;
    }

    /** The state before the first commit. */
    public static State empty(long epoch) {
        return new State(epoch, 0, CommitHash.GENESIS, Instant.EPOCH, TreePMap.empty(), TreePMap.empty());
    }

    /**
     * The state after {@code commit}. Folds whatever it is given: that it is the next one, and that it may be made, is
     * the caller's care.
     */
    public State after(Commit commit) {
        TreePMap<String, StoredEnvironment> newEnvironments = environments;
        TreePMap<EntryId, Stored> newEntries = entries;
        for (Change change : commit.changes()) {
            switch (change) {
                case Change.Put put -> newEntries = newEntries.plus(put.id(), stored(put, newEntries, commit));
                case Change.Delete delete ->
                    newEntries = newEntries.plus(delete.id(), new Stored.Deleted(commit.revision(), commit.time()));
                case Change.PutEnvironment put ->
                    newEnvironments = newEnvironments.plus(
                            put.environment(), put(put, newEnvironments.get(put.environment()), commit));
                case Change.DeleteEnvironment delete -> {
                    newEnvironments = newEnvironments.plus(
                            delete.environment(),
                            deleted(delete.environment(), newEnvironments.get(delete.environment()), commit));
                    newEntries = newEntries.minusAll(List.copyOf(
                            inEnvironment(newEntries, delete.environment()).keySet()));
                }
            }
        }
        return new State(epoch, commit.revision(), commit.hash(), commit.time(), newEnvironments, newEntries);
    }

    private static Stored stored(Change.Put put, Map<EntryId, Stored> before, Commit commit) {
        Stored.Live present = before.get(put.id()) instanceof Stored.Live live ? live : null;
        Metadata metadata =
                (present == null ? Metadata.NONE : present.metadata()).with(put.description(), put.tags(), put.owner());
        long created = present == null ? commit.revision() : present.created();
        return new Stored.Live(put.type(), put.value(), metadata, commit.revision(), commit.time(), created);
    }

    private static StoredEnvironment put(Change.PutEnvironment put, @Nullable StoredEnvironment before, Commit commit) {
        long since = before != null && before.live() ? before.state().since() : commit.revision();
        return new StoredEnvironment(
                new EnvironmentState(
                        put.environment(),
                        commit.revision(),
                        since,
                        false,
                        put.rank(),
                        put.guarded(),
                        put.description()),
                commit.time());
    }

    private static StoredEnvironment deleted(String name, @Nullable StoredEnvironment before, Commit commit) {
        int rank = before == null ? 0 : before.state().rank();
        boolean guarded = before != null && before.state().guarded();
        return new StoredEnvironment(
                new EnvironmentState(name, commit.revision(), commit.revision(), true, rank, guarded, null),
                commit.time());
    }

    /** The number of restores from a backup, plus one. */
    public long epoch() {
        return epoch;
    }

    /** The newest commit in it; 0 before the first. */
    public long revision() {
        return revision;
    }

    /** That commit's hash. */
    public String hash() {
        return hash;
    }

    /** When that commit was made. */
    public Instant time() {
        return time;
    }

    /** The environments that exist, by rank, then name. */
    public List<StoredEnvironment> environments() {
        return environments.values().stream()
                .filter(StoredEnvironment::live)
                .sorted(Comparator.<StoredEnvironment>comparingInt(
                                e -> e.state().rank())
                        .thenComparing(e -> e.state().name()))
                .toList();
    }

    /** An environment that exists. */
    public Optional<StoredEnvironment> environment(String name) {
        return Optional.ofNullable(environments.get(name)).filter(StoredEnvironment::live);
    }

    /** Every environment that ever existed, by name, the deleted ones included. */
    public SortedMap<String, StoredEnvironment> allEnvironments() {
        return environments;
    }

    /** Whether entries may be in this scope. */
    public boolean exists(Scope scope) {
        return scope.everyEnvironment() || environment(scope.environment()).isPresent();
    }

    /** What is known of one key in one scope; null where it never was. */
    public @Nullable Stored stored(EntryId id) {
        return entries.get(id);
    }

    /** An entry that exists. */
    public Optional<Stored.Live> entry(EntryId id) {
        return entries.get(id) instanceof Stored.Live live ? Optional.of(live) : Optional.empty();
    }

    /** Every entry and every deletion that is still told, in order. */
    public SortedMap<EntryId, Stored> all() {
        return entries;
    }

    /** The keys of one scope from {@code key} on (inclusive), deletions included, in order. */
    public SortedMap<EntryId, Stored> scopeFrom(Scope scope, String key) {
        // \0 sorts before every character that a service's name may have, so this is the next scope's first place.
        EntryId end = new EntryId(new Scope(scope.service() + '\0', scope.environment()), "");
        return entries.subMap(new EntryId(scope, key), end);
    }

    /** Whether a live entry is in any scope of this environment. */
    public boolean hasEntries(String environment) {
        return liveIn(environment).findAny().isPresent();
    }

    /** How many live entries an environment has. */
    public long countEntries(String environment) {
        return liveIn(environment).count();
    }

    private Stream<Stored> liveIn(String environment) {
        return inEnvironment(entries, environment).values().stream().filter(Stored.Live.class::isInstance);
    }

    private static TreePMap<EntryId, Stored> inEnvironment(TreePMap<EntryId, Stored> entries, String environment) {
        return entries.subMap(EntryId.of("", environment, ""), EntryId.of("", environment + '\0', ""));
    }
}
