package io.headwater.propagator.sink;

import io.headwater.core.Scope;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record as far as the sink has to understand it: values pass through byte by byte. */
public sealed interface SinkRecord {
    /** The commit that it comes from; for a target, the one that it names. */
    long revision();

    /**
     * An entry was put, or deleted.
     *
     * @param millis when the commit was made
     * @param value of the record; empty for a deletion
     */
    @SuppressWarnings("ArrayRecordComponent") // written as it is, never compared
    record Entry(Scope scope, String key, long revision, long millis, byte[] value) implements SinkRecord {}

    /** An environment was created, changed or deleted. */
    record Environment(EnvironmentState state, Instant time) implements SinkRecord {
        @Override
        public long revision() {
            return state.revision();
        }
    }

    /**
     * Everything up to this commit is in the partition.
     *
     * @param traceparent W3C trace context of the commit, if it has one
     */
    record Watermark(LogRecord.Watermark mark, @Nullable String traceparent) implements SinkRecord {
        @Override
        public long revision() {
            return mark.revision();
        }
    }

    /** A refill goes on up to this commit. */
    record Target(LogRecord.Target target) implements SinkRecord {
        @Override
        public long revision() {
            return target.revision();
        }
    }
}
