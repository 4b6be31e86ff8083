package io.headwater.propagator.streams;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.propagator.streams.PartitionStore.Sweep;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What environments may see of one partition: each gets its own entries and those for every environment. For the thread
 * of the task.
 */
final class PartitionView {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionView.class);

    private final PartitionStore store;
    private final Outlet outlet;
    private final EnvironmentTopics topics;
    private final StreamsStatus status;
    /** Watermarks before this offset are not passed on. */
    private long wholeFrom;

    PartitionView(PartitionStore store, Outlet outlet, EnvironmentTopics topics, StreamsStatus status) {
        this.store = store;
        this.outlet = outlet;
        this.topics = topics;
        this.status = status;
    }

    /**
     * What comes before this offset was compacted: it is not what it was when its watermarks were written, and these would
     * tell consumers of the environments of states that never existed (rule 16).
     */
    void wholeFrom(long offset) {
        wholeFrom = offset;
    }

    long wholeFrom() {
        return wholeFrom;
    }

    /** An entry. Only what is newer than what is known goes on; the rest was there before. */
    void take(LogRecord.Entry entry, Record<byte[], byte[]> record) {
        EntryId id = entry.id();
        LayerEntry state = entry.state();
        Sweep sweep = store.sweep();
        Optional<StoredEntry> known = store.entry(id);
        if (known.isPresent() && known.get().revision() >= state.revision()) {
            if (sweep.running()) {
                store.put(id, known.get().seenBy(sweep.number()));
            }
            return;
        }
        if (gone(id.scope(), state.revision())) {
            return;
        }
        store.put(id, new StoredEntry(state.revision(), state.time().toEpochMilli(), sweep.number(), record.value()));
        for (String environment : concerned(id.scope())) {
            outlet.pass(record, environment);
        }
    }

    /** Whether an entry belongs to an environment that is deleted, or was made again since (rule 13). */
    private boolean gone(Scope scope, long revision) {
        EnvironmentState environment = store.environments().get(scope.environment());
        return environment != null && (environment.deleted() || revision < environment.since());
    }

    private List<String> concerned(Scope scope) {
        return scope.everyEnvironment()
                ? live()
                : live().stream().filter(scope.environment()::equals).toList();
    }

    private List<String> live() {
        return store.environments().values().stream()
                .filter(state -> !state.deleted())
                .map(EnvironmentState::name)
                .toList();
    }

    /** An environment: a new one is filled, one that is deleted is emptied. */
    void take(LogRecord.Environment environment, Record<byte[], byte[]> record) {
        EnvironmentState state = environment.state();
        EnvironmentState known = store.environments().get(state.name());
        if (known != null && known.revision() >= state.revision()) {
            return;
        }
        boolean existed = known != null && !known.deleted();
        boolean same = known != null && existed && !state.deleted() && known.since() == state.since();
        if (existed && !same) {
            empty(state, environment.time());
        }
        if (!same) {
            forget(state);
        }
        store.put(environment);
        if (!state.deleted()) {
            topics.ensure(state.name());
        }
        if (existed || !state.deleted()) {
            outlet.pass(record, state.name());
        }
        if (!state.deleted() && !same) {
            fill(state.name());
        }
    }

    /** Everything that the topic of a deleted environment holds of it goes, also what is for every environment. */
    private void empty(EnvironmentState state, Instant time) {
        for (String environment : List.of(state.name(), Scope.EVERY)) {
            store.entries(environment, (id, entry) -> {
                if (entry.live()) {
                    outlet.delete(id, state.revision(), time, state.name());
                }
            });
        }
    }

    /** What was in an environment of this name before does not exist any longer. */
    private void forget(EnvironmentState state) {
        store.entries(state.name(), (id, entry) -> {
            if (state.deleted() || entry.revision() < state.since()) {
                store.remove(id);
            }
        });
    }

    private void fill(String name) {
        store.target().ifPresent(target -> outlet.control(target, Instant.EPOCH, name));
        for (String environment : List.of(Scope.EVERY, name)) {
            store.entries(environment, (id, entry) -> {
                if (entry.live()) {
                    outlet.put(id, entry, name);
                }
            });
        }
    }

    /** The commit up to which a refill goes, announced at this time. */
    void take(LogRecord.Target target, Instant time, Record<byte[], byte[]> record) {
        store.put(target, time);
        live().forEach(environment -> outlet.pass(record, environment));
    }

    /**
     * A watermark: goes to every environment, also to those that nothing else went to; but not while what is read is
     * behind what compaction has removed.
     */
    void take(LogRecord.Watermark mark, Record<byte[], byte[]> record, long offset, long now) {
        Optional<LogRecord.Watermark> known = store.watermark();
        finishSweep(mark, offset);
        if (known.isPresent()
                && known.get().epoch() == mark.epoch()
                && known.get().revision() > mark.revision()) {
            return;
        }
        store.put(mark);
        if (offset >= wholeFrom && !store.sweep().running()) {
            live().forEach(environment -> outlet.pass(record, environment));
        }
        status.passes(mark, now);
    }

    private void finishSweep(LogRecord.Watermark mark, long offset) {
        Sweep sweep = store.sweep();
        if (!sweep.running() || offset < sweep.until()) {
            return;
        }
        int[] deleted = new int[1];
        for (String environment : store.environments().keySet()) {
            deleted[0] += deleteUnseen(environment, sweep, mark);
        }
        deleted[0] += deleteUnseen(Scope.EVERY, sweep, mark);
        store.put(new Sweep(sweep.number(), -1));
        status.swept();
        LOG.info("{} entries of partition {} had been deleted unnoticed", deleted[0], mark.partition());
    }

    private int deleteUnseen(String environment, Sweep sweep, LogRecord.Watermark mark) {
        int[] deleted = new int[1];
        store.entries(environment, (id, entry) -> {
            if (entry.live() && entry.sweep() != sweep.number()) {
                long millis = mark.time().toEpochMilli();
                store.put(id, new StoredEntry(mark.revision(), millis, sweep.number(), null));
                for (String concerned : concerned(id.scope())) {
                    outlet.delete(id, mark.revision(), mark.time(), concerned);
                }
                deleted[0]++;
            }
        });
        return deleted[0];
    }
}
