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

    /** About what it takes in memory. */
    default long bytes() {
        return OVERHEAD;
    }

    /** Of a record and of what holds it, beside its value. */
    int OVERHEAD = 160;

    /**
     * An entry was put, or deleted.
     *
     * @param millis when the commit was made
     * @param value of the record; empty for a deletion
     */
    @SuppressWarnings("ArrayRecordComponent") // written as it is, never compared
    record Entry(Scope scope, String key, long revision, long millis, byte[] value) implements SinkRecord {
        @Override
        public long bytes() {
            return OVERHEAD + 2L * key.length() + value.length;
        }
    }

    /** An environment was created, changed or deleted. */
    record Environment(EnvironmentState state, Instant time) implements SinkRecord {
        @Override
        public long revision() {
            return state.revision();
        }

        @Override
        public long bytes() {
            String description = state.description();
            return OVERHEAD + (description == null ? 0 : 2L * description.length());
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
