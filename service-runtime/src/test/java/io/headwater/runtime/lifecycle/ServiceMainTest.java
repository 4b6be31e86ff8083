package io.headwater.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole process: what counts here is how it ends. */
class ServiceMainTest {

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldStopAfterASignalWithStatusZero(String signal) throws Exception {
        Process process = start("work", "json");
        try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>();
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                lines.add(line);
                if (line.contains("sample has started")) {
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(lines.getLast()).startsWith("{\"time\":\"").contains("\"message\":\"sample has stopped\"");
            assertThat(lines).anyMatch(line -> line.contains("setting mood = work"));
        }
    }

    @Test
    void shouldEndWithOneWhenTheStartIsRefused() throws Exception {
        Process process = start("refuse", "text");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log)
                .contains("sample cannot start: the topic has the wrong policy")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldEndWithOneAndATraceWhenTheStartFails() throws Exception {
        Process process = start("fail", "text");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log).contains("sample cannot start: unexpected", "\tat ");
    }

    @Test
    void shouldEndWithOneWhenItCannotBeBuilt() throws Exception {
        Process process = start("break", "text");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log).contains("sample cannot be built: no such graph");
    }

    @Test
    void shouldEndWithOneWhenAComponentCannotGoOn() throws Exception {
        Process process = start("refuse-later", "text");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log)
                .contains("sample cannot go on: a topic of somebody else")
                .doesNotContain("has stopped");
    }

    @Test
    void shouldEndWithTwoAndEveryProblemWhenSettingsAreWrong() throws Exception {
        Process process = start("", "xml");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(log).contains("sample: mood: is not set", "sample: log.format: \"xml\"");
    }

    @Test
    void shouldEndWithTwoWhenTheCommandLineIsWrong() throws Exception {
        Process process = start("work", "text", "--confg", "x");
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(log).isEqualTo("sample: \"--confg\" is not known; allowed: --config FILE, --help\n");
    }

    @Test
    void shouldPrintItsSettings() throws Exception {
        Process process = start("", "text", "--help");
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(out)
                .startsWith("Usage: sample [--config FILE] [--help]\n")
                .contains("HEADWATER_MOOD", "HEADWATER_LOG_LEVEL");
    }

    private static Process start(String mood, String format, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SampleService.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HEADWATER_MOOD", mood);
        builder.environment().put("HEADWATER_LOG_FORMAT", format);
        // Java would say on standard error that it heeds it.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }
}
