package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fast way to decode says the same as the general one, or leaves it to that one. */
class PlainEntriesTest {
    private static final List<String> TIMES = List.of(
            "1970-01-01T00:00:00.000Z",
            "2026-02-28T23:59:59.999Z",
            "2028-02-29T12:00:00.500Z",
            "2099-12-31T01:02:03.004Z");
    private static final List<String> KEYS =
            List.of("a", "a.b-c_d/e f", "größe", "\uD83D\uDE80", "a\"b", "back\\slash");
    private static final List<String> VALUES =
            List.of("10.0", "1", "-5e3", "true", "\"x\\\"y\"", "{\"a\":[1,{\"b\":null}]}", "[]", "null");

    private final PlainEntries plain = new PlainEntries();

    private static RawRecord raw(byte[] key, byte[] value, Map<String, byte[]> headers) {
        return new RawRecord(1, 7, 0, 0, key, value, headers::get);
    }

    private static RawRecord raw(LogRecord.Entry entry) {
        WireRecord wire = RecordCodec.encode(entry, entry.state().time(), null);
        return raw(
                wire.key(),
                wire.value(),
                wire.headers().stream().collect(Collectors.toMap(WireRecord.Header::name, WireRecord.Header::value)));
    }

    private void check(LogRecord.Entry entry) throws MalformedRecordException {
        SinkRecord.Entry read = plain.read(raw(entry));
        boolean escaped = entry.id().key().matches(".*[\"\\\\].*");
        if (escaped) {
            assertThat(read).as("left to the general way").isNull();
            return;
        }
        assertThat(read).isNotNull();
        assertThat(read.scope()).isEqualTo(entry.id().scope());
        assertThat(read.key()).isEqualTo(entry.id().key());
        assertThat(read.revision()).isEqualTo(entry.state().revision());
        assertThat(read.millis()).isEqualTo(entry.state().time().toEpochMilli());
    }

    @Test
    void shouldReadWhatTheRelayWrites() throws MalformedRecordException {
        for (String time : TIMES) {
            for (String key : KEYS) {
                EntryId id = EntryId.of("orders", "_", key);
                check(new LogRecord.Entry(id, LayerEntry.deleted(42, Instant.parse(time))));
                for (String json : VALUES) {
                    JsonText text = JsonText.parse(json);
                    EntryValue value = EntryValue.plain(ValueType.infer(text), text, Long.MAX_VALUE);
                    check(new LogRecord.Entry(id, LayerEntry.put(value, Instant.parse(time))));
                }
            }
        }
    }

    @Test
    void shouldRefuseValuesThatTheGeneralWayRefuses() {
        byte[] key = utf8("{\"service\":\"s\",\"environment\":\"e\",\"key\":\"k\"}");
        Map<String, byte[]> headers = Map.of("ce_time", utf8("2026-11-01T08:30:00.000Z"));
        for (String value : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"type\":\"number\",\"value\":1}",
                "{\"type\":\"number\",\"value\":\"1\",\"revision\":1}",
                "{\"type\":\"integer\",\"value\":1.5,\"revision\":1}",
                "{\"type\":\"boolean\",\"value\":1,\"revision\":1}",
                "{\"type\":\"flag\",\"value\":1,\"revision\":1}",
                "{\"type\":\"json\",\"revision\":1}",
                "{\"type\":\"json\",\"value\":1,\"value\":2,\"revision\":1}",
                "{\"type\":\"json\",\"value\":1,\"revision\":1}x")) {
            assertThatThrownBy(() -> plain.read(raw(key, utf8(value), headers)))
                    .as(value)
                    .isInstanceOf(MalformedRecordException.class);
            assertThatThrownBy(() -> RecordCodec.decode(key, utf8(value), headers::get))
                    .as(value)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void shouldLeaveEverythingElseToTheGeneralWay() throws MalformedRecordException {
        byte[] key = utf8("{\"service\":\"s\",\"environment\":\"e\",\"key\":\"k\"}");
        assertThat(plain.read(raw(null, null, Map.of()))).isNull();
        assertThat(plain.read(raw(utf8("{\"control\":\"target\"}"), utf8("{}"), Map.of())))
                .isNull();
        assertThat(plain.read(raw(utf8("{ \"service\":\"s\"}"), null, Map.of())))
                .isNull();
        assertThat(plain.read(raw(key, null, Map.of()))).isNull();
        for (String time :
                List.of("2026-13-01T08:30:00.000Z", "2026-02-30T08:30:00.000Z", "2026-11-01 08:30:00.000Z", "x")) {
            assertThat(plain.read(raw(key, null, Map.of("ce_time", utf8(time)))))
                    .isNull();
        }
    }

    @Test
    void shouldRefuseNamesThatAreNotAllowed() {
        Map<String, byte[]> headers =
                Map.of("ce_time", utf8("2026-11-01T08:30:00.000Z"), "headwater-revision", utf8("1"));
        for (String key : List.of(
                "{\"service\":\"S\",\"environment\":\"e\",\"key\":\"k\"}",
                "{\"service\":\"s\",\"environment\":\"-\",\"key\":\"k\"}",
                "{\"service\":\"s\",\"environment\":\"e\",\"key\":\"\"}",
                "{\"service\":\"s\",\"environment\":\"e\",\"key\":\"$k\"}")) {
            assertThatThrownBy(() -> plain.read(raw(utf8(key), null, headers)))
                    .as(key)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
