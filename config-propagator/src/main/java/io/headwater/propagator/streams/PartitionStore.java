package io.headwater.propagator.streams;

import io.headwater.core.EntryId;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.RecordHeaders;
import io.headwater.schemas.WireRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one partition told, in a store of bytes. An environment's entries are neighbours: their keys start with its name.
 * What is asked with every record is held in memory as well. For the thread of the task.
 */
final class PartitionStore {
    private static final char SEPARATOR = '\0';
    private static final String ENTRY = "entry" + SEPARATOR;
    private static final String ENVIRONMENT = "environment" + SEPARATOR;
    private static final Bytes WATERMARK = bytes("mark");
    private static final Bytes TARGET = bytes("target");
    private static final Bytes SWEEP = bytes("sweep");
    private static final BytesSerializer KEYS = new BytesSerializer();

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, EnvironmentState> environments = new TreeMap<>();
    private Optional<LogRecord.Watermark> watermark;
    private Sweep sweep;

    PartitionStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        scan(ENVIRONMENT, (key, value) -> {
            if (decode(value) instanceof LogRecord.Environment environment) {
                environments.put(environment.state().name(), environment.state());
            }
        });
        watermark = Optional.ofNullable(store.get(WATERMARK)).map(StoredWatermark::decode);
        sweep = Optional.ofNullable(store.get(SWEEP)).map(Sweep::decode).orElse(Sweep.NONE);
    }

    /** Every environment that was heard of, deleted ones included. */
    Map<String, EnvironmentState> environments() {
        return environments;
    }

    Optional<StoredEntry> entry(EntryId id) {
        return Optional.ofNullable(store.get(key(id))).map(StoredEntry::decode);
    }

    void put(EntryId id, StoredEntry entry) {
        store.put(key(id), entry.encode());
    }

    void remove(EntryId id) {
        store.delete(key(id));
    }

    /** Calls for every entry of the scopes of an environment, or of every environment. */
    void entries(String environment, BiConsumer<EntryId, StoredEntry> each) {
        String prefix = ENTRY + environment + SEPARATOR;
        scan(prefix, (key, value) -> {
            int split = key.indexOf(SEPARATOR, prefix.length());
            EntryId id = EntryId.of(key.substring(prefix.length(), split), environment, key.substring(split + 1));
            each.accept(id, StoredEntry.decode(value));
        });
    }

    void put(LogRecord.Environment environment) {
        EnvironmentState state = environment.state();
        store.put(bytes(ENVIRONMENT + state.name()), encode(RecordCodec.encode(environment, environment.time(), null)));
        environments.put(state.name(), state);
    }

    /** The newest watermark that was read; empty before the first. */
    Optional<LogRecord.Watermark> watermark() {
        return watermark;
    }

    void put(LogRecord.Watermark mark) {
        store.put(WATERMARK, StoredWatermark.encode(mark));
        watermark = Optional.of(mark);
    }

    Optional<LogRecord.Target> target() {
        return Optional.ofNullable(store.get(TARGET))
                .flatMap(value ->
                        decode(value) instanceof LogRecord.Target target ? Optional.of(target) : Optional.empty());
    }

    void put(LogRecord.Target target, Instant time) {
        store.put(TARGET, encode(RecordCodec.encode(target, time, null)));
    }

    /**
     * A look through all entries for those that the log does not have any longer.
     *
     * @param number tells it from earlier ones
     * @param until offset of the watermark at which all that are left have been seen; -1 when it is over
     */
    record Sweep(long number, long until) {
        static final Sweep NONE = new Sweep(0, -1);

        boolean running() {
            return until >= 0;
        }

        private byte[] encode() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(number)
                    .putLong(until)
                    .array();
        }

        private static Sweep decode(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Sweep(buffer.getLong(), buffer.getLong());
        }
    }

    Sweep sweep() {
        return sweep;
    }

    void put(Sweep now) {
        store.put(SWEEP, now.encode());
        sweep = now;
    }

    private void scan(String prefix, BiConsumer<String, byte[]> each) {
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(bytes(prefix), KEYS)) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> next = found.next();
                each.accept(new String(next.key.get(), StandardCharsets.UTF_8), next.value);
            }
        }
    }

    private static Bytes key(EntryId id) {
        return bytes(ENTRY + id.scope().environment() + SEPARATOR + id.scope().service() + SEPARATOR + id.key());
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A control record as bytes: the time of its commit, its key, its value. */
    private static byte[] encode(WireRecord record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] time = record.headers().stream()
                .filter(header -> header.name().equals(RecordHeaders.TIME))
                .map(WireRecord.Header::value)
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> found.getFirst()));
        return ByteBuffer.allocate(2 * Integer.BYTES + time.length + record.key().length + value.length)
                .putInt(time.length)
                .put(time)
                .putInt(record.key().length)
                .put(record.key())
                .put(value)
                .array();
    }

    private static LogRecord decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] time = new byte[buffer.getInt()];
        buffer.get(time);
        byte[] key = new byte[buffer.getInt()];
        buffer.get(key);
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        try {
            return RecordCodec.decode(key, value, name -> name.equals(RecordHeaders.TIME) ? time : null);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("the state store holds what it was never given", e);
        }
    }
}
