package io.headwater.propagator.sink;

import io.headwater.schemas.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, free of any Kafka class.
 *
 * @param timestamp when it was relayed, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // decoded at once, never compared
public record RawRecord(
        int partition,
        long offset,
        int leaderEpoch,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        RecordHeaders.Lookup headers) {}
