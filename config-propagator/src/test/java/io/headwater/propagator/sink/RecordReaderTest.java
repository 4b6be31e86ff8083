package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.HandWritten;
import io.headwater.testkit.logs.LogLines;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
    private final AtomicInteger malformed = new AtomicInteger();
    private final RecordReader reader = new RecordReader("topic", malformed::incrementAndGet);

    @ParameterizedTest
    @MethodSource("io.headwater.propagator.HandWritten#all")
    void shouldSkipWhatNobodyCanWorkWith(HandWritten record) {
        RawRecord raw = new RawRecord(0, 7, 0, 0, record.key(), record.value(), record.headers()::get);

        assertThat(reader.read(raw)).isNull();
        assertThat(malformed).hasValue(1);
    }

    @Test
    void shouldCountARecordOnceHoweverOftenItIsRead() {
        reader.skip(0, 7, "what?");
        reader.skip(0, 7, "what?");

        assertThat(malformed).hasValue(1);
    }

    @Test
    void shouldGoOnCountingWhenItHasNamedSoManyThatItNamesNoMore() {
        RecordReader forgetful = new RecordReader("topic", malformed::incrementAndGet, 3);
        try (LogLines log = LogLines.of(RecordReader.class)) {
            for (int offset = 0; offset < 10; offset++) {
                forgetful.skip(0, offset, "what?");
            }
            forgetful.skip(0, 0, "what?");

            assertThat(malformed).hasValue(10);
            assertThat(log.lines()).hasSize(4);
            assertThat(log.lines().getLast().message()).contains("not named any longer");
        }
    }
}
