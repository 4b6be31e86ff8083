package io.headwater.loadtest.kafka;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.WireRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Records as the relay would write them, so that a yardstick carries the same bytes. */
final class SampleRecords {
    private static final String HASH = "0".repeat(64);
    private static final int VALUE_BYTES = 200;

    private final String topic;
    private final EntryId id = new EntryId(new Scope("yardstick", "dev"), "payments.retry.max");

    SampleRecords(String topic) {
        this.topic = topic;
    }

    /** One entry of 200 bytes. */
    ProducerRecord<byte[], byte[]> entry(long number, int partition) {
        String digits = Long.toString(number);
        JsonText value = JsonText.ofCompact('"' + digits + "x".repeat(VALUE_BYTES - digits.length()) + '"');
        Instant now = Instant.now();
        LayerEntry state = LayerEntry.put(new EntryValue(ValueType.STRING, value, number, false), now);
        return record(RecordCodec.encode(new LogRecord.Entry(id, state), now, null), partition);
    }

    /** A watermark, as it follows each batch in every partition. */
    ProducerRecord<byte[], byte[]> watermark(long number, int partition) {
        Instant now = Instant.now();
        return record(
                RecordCodec.encode(new LogRecord.Watermark(partition, 1, number, now, HASH), now, null), partition);
    }

    private ProducerRecord<byte[], byte[]> record(WireRecord record, int partition) {
        List<Header> headers = new ArrayList<>();
        for (WireRecord.Header header : record.headers()) {
            headers.add(new RecordHeader(header.name(), header.value()));
        }
        return new ProducerRecord<>(topic, partition, record.key(), record.value(), headers);
    }
}
