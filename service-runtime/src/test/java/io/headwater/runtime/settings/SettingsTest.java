package io.headwater.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private enum Mode {
        FAST_ONE,
        SLOW
    }

    private static final Setting<String> SERVERS =
            Setting.of("kafka.bootstrap-servers", SettingTypes.string(), "Where Kafka is.");
    private static final Setting<Integer> PORT =
            Setting.of("http.port", SettingTypes.port(), "Port of the API.").defaultsTo("8080");
    private static final Setting<Duration> WAIT = Setting.of(
                    "wait", SettingTypes.duration(Duration.ofMillis(10), Duration.ofDays(1)), "How long to wait.")
            .defaultsTo("5s");
    private static final Setting<Long> LIMIT =
            Setting.of("limit", SettingTypes.bytes(1, 1 << 30), "How large.").defaultsTo("512KiB");
    private static final Setting<List<Integer>> SIZES = Setting.of(
                    "sizes", SettingTypes.listOf(SettingTypes.integer(1, 9)), "Some sizes.")
            .defaultsTo("1, 2");
    private static final Setting<Mode> MODE =
            Setting.of("mode", SettingTypes.oneOf(Mode.class), "How | to run.").defaultsTo("fast-one");
    private static final Setting<Optional<Boolean>> FLAG = Setting.optional("flag", SettingTypes.bool(), "Whether.");
    private static final Setting<String> PASSWORD = Setting.of("password", SettingTypes.string(), "The password.")
            .defaultsTo("changeme")
            .secret();
    private static final Setting<URI> REDIS = Setting.of(
                    "redis.uri", SettingTypes.uri("redis", "rediss"), "Where Redis is.")
            .defaultsTo("redis://:pw@localhost");
    private static final Settings SETTINGS =
            Settings.of(List.of(SERVERS, PORT, WAIT, LIMIT, SIZES, MODE, FLAG, PASSWORD, REDIS));

    @TempDir
    private Path directory;

    @Test
    void shouldTakeDefaultsFileAndVariablesInThisOrder() throws Exception {
        Path file = Files.writeString(directory.resolve("settings.yaml"), """
                kafka:
                  bootstrap-servers: [a:1, b:2]
                http.port: 1234
                wait: 1m
                limit:
                """);

        SettingsValues values =
                SETTINGS.read(Map.of("HEADWATER_HTTP_PORT", "99", "HEADWATER_WAIT", ""), Optional.of(file));

        assertThat(values.value(SERVERS)).isEqualTo("a:1,b:2");
        assertThat(values.value(PORT)).isEqualTo(99);
        assertThat(values.value(WAIT)).isEqualTo(Duration.ofMinutes(1));
        assertThat(values.value(LIMIT)).isEqualTo(512 * 1024);
        assertThat(values.value(SIZES)).containsExactly(1, 2);
        assertThat(values.value(MODE)).isEqualTo(Mode.FAST_ONE);
        assertThat(values.value(FLAG)).isEmpty();
        assertThat(values.describe())
                .contains(
                        "http.port = 99  (HEADWATER_HTTP_PORT)",
                        "wait = 1m  (" + file + ")",
                        "mode = fast-one  (default)",
                        "password = ****  (default)",
                        "redis.uri = redis://:****@localhost  (default)");
    }

    @Test
    void shouldFindTheFileByItsVariable() throws Exception {
        Path file = Files.writeString(directory.resolve("settings.yaml"), "kafka: {bootstrap-servers: x}");

        assertThat(SETTINGS.read(Map.of("HEADWATER_CONFIG", file.toString()), Optional.empty())
                        .value(SERVERS))
                .isEqualTo("x");
    }

    @Test
    void shouldTellEveryProblemAtOnceAndNoSecret() {
        SettingsException refused = catchThrowableOfType(
                SettingsException.class,
                () -> SETTINGS.read(
                        Map.of(
                                "HEADWATER_HTTP_PORT", "70000",
                                "HEADWATER_WAIT", "5 s",
                                "HEADWATER_LIMIT", "2GiB",
                                "HEADWATER_SIZES", "1,10",
                                "HEADWATER_MODE", "FAST_ONE",
                                "HEADWATER_FLAG", "yes",
                                "HEADWATER_PASSWORD", " ",
                                "HEADWATER_REDIS_URI", "http://user:hunter2@localhost"),
                        Optional.empty()));

        assertThat(refused.problems())
                .extracting(SettingProblem::toString)
                .containsExactly(
                        "kafka.bootstrap-servers: is not set; set HEADWATER_KAFKA_BOOTSTRAP_SERVERS to text that is not blank",
                        "http.port: \"70000\" in HEADWATER_HTTP_PORT is not allowed; allowed: a port from 1 to 65535, or 0 for any free one",
                        "wait: \"5 s\" in HEADWATER_WAIT is not allowed; allowed: " + Durations.ALLOWED
                                + ", from 10ms to 1d",
                        "limit: \"2GiB\" in HEADWATER_LIMIT is not allowed; allowed: a number of bytes, also with B, KiB, MiB or GiB, from 1 to 1GiB",
                        "sizes: \"1,10\" in HEADWATER_SIZES is not allowed; allowed: a list, separated by commas, each a whole number from 1 to 9",
                        "mode: \"FAST_ONE\" in HEADWATER_MODE is not allowed; allowed: one of fast-one, slow",
                        "flag: \"yes\" in HEADWATER_FLAG is not allowed; allowed: true or false",
                        "password: \"****\" in HEADWATER_PASSWORD is not allowed; allowed: text that is not blank",
                        "redis.uri: \"http://user:****@localhost\" in HEADWATER_REDIS_URI is not allowed; allowed: a URI that starts with redis:// or rediss://");
    }

    @Test
    void shouldTakeMemoryInBytesOrAsAShareOfTheHeap() {
        SettingType<Long> memory = SettingTypes.memory(1 << 20);
        long heap = Runtime.getRuntime().maxMemory();

        assertThat(memory.parser().apply("2MiB")).isEqualTo(2 << 20);
        assertThat(memory.parser().apply("50%")).isEqualTo(heap / 2);
        assertThat(memory.parser().apply("80%")).isBetween(heap / 5 * 4 - 5, heap);
        for (String wrong : List.of("0%", "81%", "101%", "%", "50 %", "1KiB", "100000GiB", "-5%", "1.5%")) {
            assertThatThrownBy(() -> memory.parser().apply(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(memory.allowed()).contains("25%", "from 1MiB to 80%");
    }

    @Test
    void shouldWarnOfUnknownVariablesAndRefuseUnknownKeys() throws Exception {
        SettingsValues values = SETTINGS.read(
                Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", "x", "HEADWATER_HTTP_PROT", "1", "PATH", "/bin"),
                Optional.empty());
        assertThat(values.warnings())
                .containsExactly(
                        "the variable HEADWATER_HTTP_PROT is no setting of this program; the nearest one is HEADWATER_HTTP_PORT");

        Path file = Files.writeString(directory.resolve("settings.yaml"), "kafka: {bootstrap-server: geheim}");
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(file)))
                .hasMessageContaining(
                        "kafka.bootstrap-server: is no setting; the nearest one is kafka.bootstrap-servers")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void shouldRefuseFilesThatCannotBeRead() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "a: 1\nb: [geheim\n");
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "http.port: 1\nhttp: {port: 2}");
        Path scalar = Files.writeString(directory.resolve("scalar.yaml"), "just text");
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(broken)))
                .hasMessageContaining("broken.yaml: is not valid YAML at line 3")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(twice)))
                .hasMessageContaining("http.port: is set twice");
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(scalar)))
                .hasMessageContaining("holds no settings");
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(latin))).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Optional.of(directory.resolve("missing"))))
                .hasMessageContaining("missing: cannot be read");
    }

    @Test
    void shouldDescribeEverySettingForPeople() {
        assertThat(SETTINGS.help())
                .contains(
                        "  HEADWATER_HTTP_PORT  (http.port)\n      Port of the API.\n      a port from 1 to 65535, or 0 for any"
                                + " free one; default 8080\n")
                .contains("; required\n", "; not set\n", "default ****\n")
                .doesNotContain("changeme", ":pw@");
        assertThat(SETTINGS.markdown())
                .startsWith(
                        "| setting | variable | default | meaning and allowed values |\n| --- | --- | --- | --- |\n")
                .contains(
                        "| `mode` | `HEADWATER_MODE` | `fast-one` | How \\| to run. Allowed: one of fast-one, slow. |")
                .contains("| `password` | `HEADWATER_PASSWORD` | `****` |", "Never shown.");
    }

    @Test
    void shouldRefuseDeclarationsThatCannotWork() {
        Setting<String> dotted = Setting.of("a.b", SettingTypes.string(), "One.");
        Setting<String> hyphenated = Setting.of("a-b", SettingTypes.string(), "Two.");
        assertThatThrownBy(() -> Settings.of(List.of(dotted, hyphenated))).hasMessageContaining("HEADWATER_A_B");
        assertThatThrownBy(() -> Setting.of("A_b", SettingTypes.string(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PORT.defaultsTo("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
