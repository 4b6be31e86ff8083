package io.headwater.propagator;

import io.headwater.core.Times;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of {@code headwater.entries} as {@link RecordCodec} does, and refuses those besides that nobody can
 * work with though they are in the form of a record: one written by hand must not stop a reader by an overflow. Stateless
 * and thread-safe.
 */
public final class EntriesRecords {
    /** What milliseconds since 1970, and the four digits of a year on the wire, both can say. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private EntriesRecords() {}

    /**
     * Decodes a record.
     *
     * @param value null for a tombstone
     * @throws MalformedRecordException if it is none, or says what cannot be
     */
    public static LogRecord decode(byte @Nullable [] key, byte @Nullable [] value, RecordHeaders.Lookup headers)
            throws MalformedRecordException {
        LogRecord record = RecordCodec.decode(key, value, headers);
        switch (record) {
            case LogRecord.Entry entry -> {
                atLeast(0, "revision", entry.state().revision());
                within(entry.state().time());
            }
            case LogRecord.Environment environment -> {
                atLeast(0, "revision", environment.state().revision());
                atLeast(0, "since", environment.state().since());
                within(environment.time());
            }
            case LogRecord.Watermark mark -> {
                atLeast(1, "epoch", mark.epoch());
                atLeast(0, "revision", mark.revision());
                within(mark.time());
            }
            case LogRecord.Target target -> {
                atLeast(1, "epoch", target.epoch());
                atLeast(0, "revision", target.revision());
                Optional<Instant> _ = time(headers);
            }
        }
        return record;
    }

    /**
     * When the commit of a record was made, as its headers say.
     *
     * @throws MalformedRecordException if they say something that is no time
     */
    public static Optional<Instant> time(RecordHeaders.Lookup headers) throws MalformedRecordException {
        byte[] header = headers.last(RecordHeaders.TIME);
        if (header == null) {
            return Optional.empty();
        }
        try {
            Instant time = Times.parse(new String(header, StandardCharsets.UTF_8));
            within(time);
            return Optional.of(time);
        } catch (DateTimeException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static void atLeast(long least, String name, long value) throws MalformedRecordException {
        if (value < least) {
            throw new MalformedRecordException(name + " is " + value + ", less than " + least);
        }
    }

    private static void within(Instant time) throws MalformedRecordException {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new MalformedRecordException("the time " + time + " is not between 1970 and 9999");
        }
    }
}
