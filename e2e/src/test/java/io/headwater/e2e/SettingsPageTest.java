package io.headwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.PropagatorSettings;
import io.headwater.reader.ReaderSettings;
import io.headwater.runtime.settings.Settings;
import io.headwater.writer.WriterSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} is what {@code --help} says. {@code -Dheadwater.write-docs=true} writes it anew. */
class SettingsPageTest {
    private static final String INTRODUCTION = """
            # Settings

            Each service reads its settings once, at its start: from environment variables and from a YAML file (`--config FILE`, or
            `HEADWATER_CONFIG`); variables win. `kafka.bootstrap-servers` is `HEADWATER_KAFKA_BOOTSTRAP_SERVERS`. What is wrong is
            told all at once, and the service ends with status 2. Durations are `500ms`, `5s`, `2m`, `1h`, `7d`; sizes `512KiB`, `8MiB`.
            `./headwater writer --help` prints the same.

            Every service listens on `127.0.0.1` alone until it is told otherwise, because none of them asks yet who calls: whoever
            reaches the write API changes configuration, whoever reaches the read API reads all of it. In a container, or to be reached
            from other machines, set `HEADWATER_HTTP_HOST` and `HEADWATER_MANAGEMENT_HOST` to `0.0.0.0` or to one address of the
            machine, and let the network decide who gets there.
            """;

    @Test
    void shouldShowEverySettingOfEveryService() throws Exception {
        String page = INTRODUCTION
                + section("config-writer", WriterSettings.SETTINGS)
                + section("config-propagator", PropagatorSettings.SETTINGS)
                + section("config-reader", ReaderSettings.SETTINGS);
        Path file = repository().resolve("docs/settings.md");
        if (Boolean.getBoolean("headwater.write-docs")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file)).isEqualTo(page);
    }

    private static String section(String service, Settings settings) {
        return "\n## " + service + "\n\n" + settings.markdown().strip() + "\n";
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("headwater"))) {
            here = here.getParent();
        }
        return here;
    }
}
