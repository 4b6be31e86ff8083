package io.headwater.propagator.streams;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import io.headwater.schemas.WireRecord;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends records to environments' topics, into the partition that the task reads. For the thread of the task. */
final class Outlet {
    private final ProcessorContext<Routed, byte[]> context;
    private final int partition;
    private final StreamsStatus status;

    Outlet(ProcessorContext<Routed, byte[]> context, StreamsStatus status) {
        this.context = context;
        this.partition = context.taskId().partition();
        this.status = status;
    }

    /** Passes a record on as it came. */
    void pass(Record<byte[], byte[]> record, String environment) {
        send(environment, record.key(), record.value(), record.timestamp(), record.headers());
    }

    /** Sends an entry out of the store. */
    void put(EntryId id, StoredEntry entry, String environment) {
        LogRecord deleted = deletion(id, entry.revision(), Instant.ofEpochMilli(entry.millis()));
        if (entry.value() == null) {
            send(environment, RecordCodec.encode(deleted, Instant.ofEpochMilli(entry.millis()), null));
        } else {
            send(environment, RecordCodec.encodeEntry(id, entry.revision(), entry.value(), entry.millis()));
        }
    }

    /** Sends a tombstone. */
    void delete(EntryId id, long revision, Instant time, String environment) {
        send(environment, RecordCodec.encode(deletion(id, revision, time), time, null));
    }

    private static LogRecord deletion(EntryId id, long revision, Instant time) {
        return new LogRecord.Entry(id, LayerEntry.deleted(revision, time));
    }

    /** Sends a control record. */
    void control(LogRecord record, Instant time, String environment) {
        send(environment, RecordCodec.encode(record, time, null));
    }

    private void send(String environment, WireRecord record) {
        Headers headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.name(), header.value()));
        send(environment, record.key(), record.value(), context.currentSystemTimeMs(), headers);
    }

    private void send(String environment, byte[] key, byte @Nullable [] value, long timestamp, Headers headers) {
        Routed routed = new Routed(Topics.environment(environment), partition, key);
        context.forward(new Record<Routed, byte[]>(routed, value, timestamp, headers));
        status.forwarded();
    }
}
