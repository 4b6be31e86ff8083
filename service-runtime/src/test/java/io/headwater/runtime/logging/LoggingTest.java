package io.headwater.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();
    private final BasicMDCAdapter mdc = new BasicMDCAdapter();

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

    @Test
    void shouldLeaveOutWhatCallersTryAgain() {
        String log = captured(LogFormat.TEXT, LogLevel.INFO, () -> {
            Logger broker = context.getLogger("kafka.server.ReplicaManager");
            broker.error("sent again", new OutOfOrderSequenceException("early"));
            broker.error("lost", new KafkaStorageException("no disk"));
            Logging.QUIET.forEach(name -> {
                context.getLogger(name).warn("of no concern");
                context.getLogger(name).error("of concern to " + name);
            });
        });

        assertThat(log).doesNotContain("sent again", "of no concern").contains("lost");
        assertThat(Logging.QUIET).allMatch(name -> log.contains("of concern to " + name));
    }

    private String log(LogFormat format, LogLevel level) {
        return captured(format, level, () -> {
            Logger own = context.getLogger("io.headwater.Sample");
            Logger library = context.getLogger("org.apache.kafka.Client");
            mdc.put("traceparent", "00-abc");
            own.info("first\nsecond");
            mdc.remove("traceparent");
            own.debug("too fine");
            own.error("broken", new IllegalStateException("why"));
            library.info("from a library");
            library.warn("a library warns");
        });
    }

    private String captured(LogFormat format, LogLevel level, Runnable logging) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            context.setMDCAdapter(mdc);
            Logging.configure(context, format, level);
            logging.run();
        } finally {
            System.setErr(before);
            context.stop();
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
