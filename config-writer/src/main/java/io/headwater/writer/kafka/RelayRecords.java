package io.headwater.writer.kafka;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.LayerEntry;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.WireRecord;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import io.headwater.writer.state.StoredEnvironment;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What commits and states are as records, and in which partitions. */
final class RelayRecords {
    /** Where records go. */
    @FunctionalInterface
    interface Target {
        void send(int partition, WireRecord record);
    }

    private final int partitions;

    RelayRecords(int partitions) {
        this.partitions = partitions;
    }

    /**
     * The records of one commit.
     *
     * @param after a state in which the environments are as they are after it
     */
    void commit(LoggedCommit logged, State after, Target to) {
        Instant time = logged.commit().time();
        for (Change change : logged.commit().changes()) {
            switch (change) {
                case Change.Put put ->
                    entry(
                            put.id(),
                            LayerEntry.put(EntryValue.plain(put.type(), put.value(), logged.revision()), time),
                            logged.traceparent(),
                            to);
                case Change.Delete delete ->
                    entry(delete.id(), LayerEntry.deleted(logged.revision(), time), logged.traceparent(), to);
                case Change.OfEnvironment ofEnvironment ->
                    environment(
                            Objects.requireNonNull(after.allEnvironments().get(ofEnvironment.environment())),
                            logged.traceparent(),
                            to);
            }
        }
    }

    void entry(EntryId id, Stored stored, Target to) {
        entry(id, stored.layerEntry(), null, to);
    }

    private void entry(EntryId id, LayerEntry state, @Nullable String traceparent, Target to) {
        WireRecord record = RecordCodec.encode(new LogRecord.Entry(id, state), state.time(), traceparent);
        if (id.scope().everyService()) {
            everywhere(record, to);
        } else {
            to.send(Partitions.of(id.scope().service(), partitions), record);
        }
    }

    void environment(StoredEnvironment environment, @Nullable String traceparent, Target to) {
        everywhere(
                RecordCodec.encode(
                        new LogRecord.Environment(environment.state(), environment.time()),
                        environment.time(),
                        traceparent),
                to);
    }

    /** "Nobody has everything below this revision." */
    void target(State state, Target to) {
        everywhere(RecordCodec.encode(new LogRecord.Target(state.epoch(), state.revision()), state.time(), null), to);
    }

    /** "Everything up to this commit is in this partition": the last records of every batch. */
    void watermarks(long epoch, long revision, Instant time, String hash, @Nullable String traceparent, Target to) {
        for (int partition = 0; partition < partitions; partition++) {
            LogRecord.Watermark mark = new LogRecord.Watermark(partition, epoch, revision, time, hash);
            to.send(partition, RecordCodec.encode(mark, time, traceparent));
        }
    }

    private void everywhere(WireRecord record, Target to) {
        for (int partition = 0; partition < partitions; partition++) {
            to.send(partition, record);
        }
    }
}
