package io.headwater.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TEXT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void shouldReadAndWriteTheSameText() {
        assertThat(Traceparent.parse(TEXT)).hasValueSatisfying(parsed -> {
            assertThat(parsed.traceId()).isEqualTo(TRACE);
            assertThat(parsed.flags()).isEqualTo(1);
            assertThat(parsed).hasToString(TEXT);
        });
    }

    @Test
    void shouldKeepTheTraceForChildren() {
        Traceparent parent = Traceparent.parse(TEXT).orElseThrow();

        Traceparent child = parent.child(new SplittableRandom(1));

        assertThat(child.traceId()).isEqualTo(TRACE);
        assertThat(child.parentId()).hasSize(16).isNotEqualTo(parent.parentId());
        assertThat(Traceparent.parse(child.toString())).hasValue(child);
    }

    @Test
    void shouldMakeValidOnes() {
        Traceparent made = Traceparent.create(new SplittableRandom(1));

        assertThat(Traceparent.parse(made.toString())).hasValue(made);
    }

    @Test
    void shouldTakeLaterVersionsAsFarAsItKnowsThem() {
        assertThat(Traceparent.parse("cc-" + TRACE + "-b7ad6b7169203331-ff-what-ever"))
                .hasValue(new Traceparent(TRACE, "b7ad6b7169203331", 1));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void shouldRefuseMalformedOnes(String text) {
        assertThat(Traceparent.parse(text)).isEmpty();
    }
}
