package io.headwater.propagator.streams;

import io.headwater.schemas.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A watermark as the state store keeps it: it is written with every batch, so it is small and quick to make. */
final class StoredWatermark {
    private static final int HEAD = Integer.BYTES + 3 * Long.BYTES;

    private StoredWatermark() {}

    static byte[] encode(LogRecord.Watermark mark) {
        byte[] hash = mark.hash().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + hash.length)
                .putInt(mark.partition())
                .putLong(mark.epoch())
                .putLong(mark.revision())
                .putLong(mark.time().toEpochMilli())
                .put(hash)
                .array();
    }

    static LogRecord.Watermark decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int partition = buffer.getInt();
        long epoch = buffer.getLong();
        long revision = buffer.getLong();
        Instant time = Instant.ofEpochMilli(buffer.getLong());
        String hash = StandardCharsets.UTF_8.decode(buffer).toString();
        return new LogRecord.Watermark(partition, epoch, revision, time, hash);
    }
}
