package io.headwater.propagator.streams;

import io.headwater.propagator.EntriesRecords;
import io.headwater.propagator.Faults;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordHeaders;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one processor of the topology: decodes a record and hands it to the {@link PartitionView}. What is written follows
 * from the store and the record alone, and both change in one transaction, so that a task that was stalled cannot write
 * an old value after its successor's newer one (rule 14).
 */
final class Materializer implements Processor<byte[], byte[], Routed, byte[]> {
    static final String STORE = "entries";

    private static final Logger LOG = LoggerFactory.getLogger(Materializer.class);

    private final EnvironmentTopics topics;
    private final PartitionStart start;
    private final StreamsStatus status;
    private final BatchEnds ends;
    private final Faults faults;

    private @Nullable Task task;

    /** What is there once the task is. */
    private record Task(
            ProcessorContext<Routed, byte[]> context, PartitionStore store, PartitionView view, int partition) {}

    private boolean begun;

    Materializer(EnvironmentTopics topics, PartitionStart start, StreamsStatus status, BatchEnds ends, Faults faults) {
        this.topics = topics;
        this.start = start;
        this.status = status;
        this.ends = ends;
        this.faults = faults;
    }

    @Override
    public void init(ProcessorContext<Routed, byte[]> context) {
        PartitionStore store = new PartitionStore(context.getStateStore(STORE));
        PartitionView view = new PartitionView(store, new Outlet(context, status), topics, status);
        task = new Task(context, store, view, context.taskId().partition());
        begun = false;
        status.begins(context.taskId().partition());
        ends.begins(context.taskId().partition());
        store.watermark().ifPresent(status::stands);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task now = task;
        if (now == null) {
            throw new IllegalStateException("not initialized");
        }
        if (!begun) {
            begin(now);
            begun = true;
        }
        faults.at("streams.before-forward");
        long offset = now.context().recordMetadata().map(RecordMetadata::offset).orElseThrow();
        if (offset >= now.view().wholeFrom()) {
            start.wholeFrom(now.partition(), record.timestamp()).ifPresent(now.view()::wholeFrom);
        }
        try {
            take(now, record, offset);
        } catch (MalformedRecordException e) {
            status.malformed();
            LOG.warn(
                    "malformed record in partition {} at offset {} is skipped: {}",
                    now.partition(),
                    offset,
                    e.getMessage());
        }
    }

    private void take(Task now, Record<byte[], byte[]> record, long offset) throws MalformedRecordException {
        RecordHeaders.Lookup headers = name -> {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        };
        LogRecord decoded = EntriesRecords.decode(record.key(), record.value(), headers);
        PartitionView view = now.view();
        switch (decoded) {
            case LogRecord.Entry entry -> view.take(entry, record);
            case LogRecord.Environment environment -> view.take(environment, record);
            case LogRecord.Target target ->
                view.take(
                        target, EntriesRecords.time(headers).orElse(Instant.ofEpochMilli(record.timestamp())), record);
            case LogRecord.Watermark mark -> {
                if (mark.partition() != now.partition()) {
                    throw new MalformedRecordException("a watermark of partition " + mark.partition());
                }
                long millis = now.context().currentSystemTimeMs();
                view.take(mark, record, offset, millis);
                if (ends.passes(mark, millis)) {
                    now.context().commit();
                }
            }
        }
    }

    /**
     * A task that has a state and yet begins at the beginning was sent there because tombstones may be gone that it has
     * not seen (rule 17). Whatever the log does not have any longer was deleted.
     */
    private void begin(Task now) {
        if (now.store().watermark().isEmpty()) {
            return;
        }
        OptionalLong until = start.replayedAt(now.partition());
        if (until.isPresent()) {
            LOG.info("comparing the state of partition {} with the log from its beginning", now.partition());
            now.store().put(new PartitionStore.Sweep(now.store().sweep().number() + 1, until.getAsLong()));
        }
    }

    @Override
    public void close() {
        Task now = task;
        if (now != null) {
            status.ends(now.partition());
            ends.ends(now.partition());
        }
    }
}
