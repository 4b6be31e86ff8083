package io.headwater.propagator.sink;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import io.headwater.propagator.EntriesRecords;
import io.headwater.runtime.tracing.Traceparent;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes records. One that cannot be read is counted, named once with its offset, and skipped. So many are remembered;
 * those beyond are not named, and count each time that they are read. Thread-safe.
 */
public final class RecordReader {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final int REMEMBERED = 10_000;
    private static final byte[] DELETED = {};

    private final PlainEntries plainEntries = new PlainEntries();
    private final String topic;
    private final Runnable malformed;
    private final int remembered;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Set<String> banned = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean silent = new AtomicBoolean();

    /**
     * @param topic for messages
     * @param malformed called for each record that cannot be read, once for each of those that are remembered
     */
    public RecordReader(String topic, Runnable malformed) {
        this(topic, malformed, REMEMBERED);
    }

    /** @param remembered how many are */
    RecordReader(String topic, Runnable malformed, int remembered) {
        this.topic = topic;
        this.malformed = malformed;
        this.remembered = remembered;
    }

    /** The record, or null if it is to be skipped. */
    public @Nullable SinkRecord read(RawRecord raw) {
        if (!banned.isEmpty() && banned.contains(place(raw.partition(), raw.offset()))) {
            return null;
        }
        try {
            SinkRecord.Entry plain = plainEntries.read(raw);
            if (plain != null) {
                return plain;
            }
            LogRecord record = EntriesRecords.decode(raw.key(), raw.value(), raw.headers());
            return switch (record) {
                case LogRecord.Entry(EntryId id, LayerEntry state) ->
                    new SinkRecord.Entry(
                            id.scope(),
                            id.key(),
                            state.revision(),
                            state.time().toEpochMilli(),
                            raw.value() == null ? DELETED : raw.value());
                case LogRecord.Environment environment ->
                    new SinkRecord.Environment(environment.state(), environment.time());
                case LogRecord.Watermark mark -> {
                    if (mark.partition() != raw.partition()) {
                        throw new MalformedRecordException("a watermark of partition " + mark.partition());
                    }
                    yield new SinkRecord.Watermark(mark, traceparent(raw));
                }
                case LogRecord.Target target -> new SinkRecord.Target(target);
            };
        } catch (MalformedRecordException e) {
            skip(raw.partition(), raw.offset(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** What is no trace context is left out: it goes on to logs and to subscribers. */
    private static @Nullable String traceparent(RawRecord raw) {
        byte[] header = raw.headers().last(RecordHeaders.TRACEPARENT);
        return header == null
                ? null
                : Traceparent.parse(new String(header, StandardCharsets.UTF_8))
                        .map(Traceparent::toString)
                        .orElse(null);
    }

    /** Counts a record that is skipped, and says so if nobody did before. */
    public void skip(int partition, long offset, String reason) {
        String place = place(partition, offset);
        if (named.contains(place)) {
            return;
        }
        if (named.size() >= remembered) {
            malformed.run();
            if (silent.compareAndSet(false, true)) {
                LOG.warn("{} malformed records were named; more are counted, and not named any longer", remembered);
            }
        } else if (named.add(place)) {
            malformed.run();
            LOG.warn("malformed record {}-{}@{} is skipped: {}", topic, partition, offset, reason);
        }
    }

    /** Skips a record whenever it is read again. */
    public void ban(int partition, long offset, String reason) {
        skip(partition, offset, reason);
        banned.add(place(partition, offset));
    }

    private static String place(int partition, long offset) {
        return partition + "@" + offset;
    }
}
