package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:30:00.120Z");
    private static final EntryId ID = EntryId.of("payments", "_", "a\"/ä");
    private static final LogRecord.Entry PUT = new LogRecord.Entry(
            ID, LayerEntry.put(EntryValue.plain(ValueType.NUMBER, JsonText.parse("10.0"), 42), TIME));

    static Stream<LogRecord> records() {
        return Stream.of(
                PUT,
                new LogRecord.Entry(
                        ID, LayerEntry.put(new EntryValue(ValueType.STRING, JsonText.ofString("eyJ…"), 1, true), TIME)),
                new LogRecord.Entry(ID, LayerEntry.deleted(43, TIME)),
                new LogRecord.Environment(new EnvironmentState("dev", 7, 5, false, 1, true, "ours"), TIME),
                new LogRecord.Environment(new EnvironmentState("dev", 8, 8, true, 0, false, null), TIME),
                new LogRecord.Watermark(3, 1, 42, TIME, "ab".repeat(32)),
                new LogRecord.Target(2, 99));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadBackWhatItWrote(LogRecord record) throws Exception {
        WireRecord wire = RecordCodec.encode(record, TIME, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(RecordCodec.decode(wire.key(), wire.value(), name -> header(wire, name)))
                .isEqualTo(record);
        assertThat(text(header(wire, "traceparent"))).startsWith("00-0af");
        assertThat(text(header(wire, "ce_specversion"))).isEqualTo("1.0");
        assertThat(wire.size()).isGreaterThan(wire.key().length);
    }

    @Test
    void shouldWriteTheFormThatOthersRelyOn() {
        WireRecord wire = RecordCodec.encode(PUT, TIME, null);
        assertThat(text(wire.key())).isEqualTo("{\"service\":\"payments\",\"environment\":\"_\",\"key\":\"a\\\"/ä\"}");
        assertThat(text(wire.value())).isEqualTo("{\"type\":\"number\",\"value\":10.0,\"revision\":42}");
        assertThat(text(header(wire, "headwater-revision"))).isEqualTo("42");
        assertThat(text(header(wire, "ce_time"))).isEqualTo("2026-11-01T08:30:00.120Z");
        assertThat(text(header(wire, "content-type"))).isEqualTo("application/json");
        WireRecord mark = RecordCodec.encode(new LogRecord.Watermark(3, 1, 42, TIME, "ab"), TIME, null);
        assertThat(text(mark.key())).isEqualTo("{\"control\":\"watermark\",\"partition\":3}");
        assertThat(text(mark.value()))
                .isEqualTo("{\"epoch\":1,\"revision\":42,\"time\":\"2026-11-01T08:30:00.120Z\",\"hash\":\"ab\"}");
    }

    @Test
    void shouldPassOverWhatALaterVersionAdds() throws Exception {
        byte[] value = bytes("{\"type\":\"number\",\"new\":{\"a\":[1]},\"value\":10.0,\"revision\":42}");
        WireRecord wire = RecordCodec.encode(PUT, TIME, null);
        assertThat(RecordCodec.decode(wire.key(), value, name -> header(wire, name)))
                .isEqualTo(PUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            -                                              | {}
            x                                              | {}
            []                                             | {}
            {"service":"a","environment":"b"}              | {"type":"json","value":1,"revision":1}
            {"service":"A","environment":"b","key":"k"}    | {"type":"json","value":1,"revision":1}
            {"service":"a","environment":"b","key":"k"}    | {"type":"json","value":1,"revision":"1"}
            {"service":"a","environment":"b","key":"k"}    | {"type":"what","value":1,"revision":1}
            {"service":"a","environment":"b","key":"k"}    | {"type":"string","value":1,"revision":1}
            {"service":"a","environment":"b","key":"k"}    | {"type":"json","revision":1}
            {"service":"a","environment":"b","key":"k"}    | {"type":"json","value":1,"revision":1
            {"service":"a","environment":"b","key":"k"}    | not json
            {"control":"watermark","partition":0}          | -
            {"control":"watermark","partition":0}          | {"epoch":1,"revision":1,"time":"noon","hash":"a"}
            {"control":"other"}                            | {}
            {"control":"environment","environment":"A"}    | {"revision":1,"since":1,"rank":1}
            """)
    void shouldSayThatARecordIsMalformed(@Nullable String key, @Nullable String value) {
        WireRecord wire = RecordCodec.encode(PUT, TIME, null);
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordCodec.decode(
                        key == null ? null : bytes(key),
                        value == null ? null : bytes(value),
                        name -> header(wire, name)));
    }

    @Test
    void shouldSayThatATombstoneWithoutRevisionIsMalformed() {
        WireRecord wire = RecordCodec.encode(PUT, TIME, null);
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordCodec.decode(wire.key(), null, name -> null));
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordCodec.decode(wire.key(), null, name -> bytes("x")));
    }

    private static byte @Nullable [] header(WireRecord wire, String name) {
        return wire.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(WireRecord.Header::value)
                .findFirst()
                .orElse(null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
