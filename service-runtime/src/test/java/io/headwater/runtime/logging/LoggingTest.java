package io.headwater.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @Test
    void shouldWriteTextForPeople() {
        String log = log(LogFormat.TEXT, LogLevel.INFO);

        assertThat(log)
                .containsPattern("(?m)^[0-9]{4}-[0-9-]+T[0-9:.]+Z INFO  Sample - first \\| second \\[00-abc\\]$")
                .containsPattern("(?m)^.* ERROR Sample - broken$")
                .contains("\tat ")
                .doesNotContain("too fine", "from a library")
                .contains("a library warns");
    }

    @Test
    void shouldWriteJsonForMachines() {
        String log = log(LogFormat.JSON, LogLevel.DEBUG);

        assertThat(log.lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"level\":\"INFO\",\"logger\":\"io.headwater.Sample\"")
                        && line.contains("\"message\":\"first\\nsecond\",\"traceparent\":\"00-abc\""))
                .anyMatch(line -> line.contains("\"exception\":\"java.lang.IllegalStateException: why"))
                .anyMatch(line -> line.contains("too fine"));
    }

    private String log(LogFormat format, LogLevel level) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            BasicMDCAdapter mdc = new BasicMDCAdapter();
            context.setMDCAdapter(mdc);
            Logging.configure(context, format, level);
            Logger own = context.getLogger("io.headwater.Sample");
            Logger library = context.getLogger("org.apache.kafka.Client");
            mdc.put("traceparent", "00-abc");
            own.info("first\nsecond");
            mdc.remove("traceparent");
            own.debug("too fine");
            own.error("broken", new IllegalStateException("why"));
            library.info("from a library");
            library.warn("a library warns");
        } finally {
            System.setErr(before);
            context.stop();
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
