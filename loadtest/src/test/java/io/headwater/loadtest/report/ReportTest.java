package io.headwater.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @Test
    void shouldSayPlainlyWhetherABarIsMet() {
        assertThat(Row.atMost("a", 15, 10, "ms", 1.5).outcome()).isEqualTo(Outcome.OK);
        assertThat(Row.atMost("a", 15.1, 10, "ms", 1.5).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(Row.atLeast("a", 3, 2, "/s", 1.5).outcome()).isEqualTo(Outcome.OK);
        assertThat(Row.atLeast("a", 2.9, 2, "/s", 1.5).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(Row.beside("a", 1, 2, "ms").outcome()).isEqualTo(Outcome.NONE);
        assertThat(Row.unmeasured("a", "no wrk").outcome()).isEqualTo(Outcome.UNMEASURED);
    }

    @Test
    void shouldShowNoMoreDigitsThanCount() {
        assertThat(Row.text(123_456.7, "/s")).isEqualTo("123,457 /s");
        assertThat(Row.text(12.345, "ms")).isEqualTo("12.3 ms");
        assertThat(Row.text(1.2345, "ms")).isEqualTo("1.23 ms");
    }

    @Test
    void shouldLineUpItsColumns() {
        assertThat(TextTable.of(report())).isEqualTo("""
                Kafka    one broker
                MongoDB  three nodes

                writes
                  measure  Headwater  yardstick   ratio      bar  ok?
                  commits   2,000 /s   1,000 /s  2.00 ×  ≥ 1.5 ×   ok
                  p50        3.00 ms
                """);
    }

    @Test
    void shouldBeReadableByPrograms(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");

        JsonReport.write(report(), file);

        assertThat(Files.readString(file))
                .contains("\"MongoDB\" : \"three nodes\"", "\"outcome\" : \"ok\"", "\"bar\" : \"≥ 1.5 ×\"");
    }

    private static Report report() {
        Report report = new Report();
        report.about("Kafka", "one broker");
        report.about("MongoDB", "three nodes");
        report.section("writes");
        report.add(Row.atLeast("commits", 2_000, 1_000, "/s", 1.5));
        report.add(Row.figure("p50", "3.00 ms"));
        return report;
    }
}
