package io.headwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.process.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code ./headwater build} does behind the build: the real services on real parts, each from its jar. */
class TrainingTest {
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-XX:+UseSerialGC");

    /** In the file system of the jars, which are linked. */
    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "training-");
    }

    @AfterEach
    void removeHome() {
        DataDirectory.deleteTree(home);
    }

    @Test
    void shouldMakeACacheOfEachServiceThatItsJvmTakes() throws Exception {
        for (String module : List.of("config-writer", "config-propagator", "config-reader", "standalone")) {
            link(Path.of("..", module, "target"), home.resolve(module).resolve("target"), module + ".jar");
        }
        List<String> train = new ArrayList<>();
        train.addAll(
                List.of("-cp", home.resolve("standalone/target/standalone.jar").toString()));
        train.addAll(List.of("io.headwater.standalone.training.Main", home.toString(), "services"));
        train.addAll(OPTIONS);

        assertThat(java(home.resolve("training.log"), train))
                .as(() -> read(home.resolve("training.log")))
                .isZero();

        assertThat(home.resolve("standalone/target/training")).doesNotExist();
        for (String service : List.of("writer", "propagator", "reader")) {
            Path target = home.resolve("config-" + service).resolve("target");
            Path loaded = home.resolve(service + "-classes.log");
            List<String> help = new ArrayList<>(OPTIONS);
            help.addAll(List.of(
                    "-XX:AOTMode=on", // ends where the cache cannot be used
                    "-XX:AOTCache=" + target.resolve("config-" + service + ".aot"),
                    "-Xlog:class+load:file=" + loaded,
                    "-jar",
                    target.resolve("config-" + service + ".jar").toString(),
                    "--help"));
            assertThat(java(home.resolve(service + ".log"), help))
                    .as(() -> read(home.resolve(service + ".log")))
                    .isZero();
            assertThat(read(loaded).lines())
                    .anyMatch(line -> line.contains(" io.headwater." + service + ".Main ")
                            && line.contains("source: shared objects file"));
            assertThat(target).isDirectoryNotContaining(file -> file.toString().contains(".aot."));
        }
    }

    /** Links, so that the caches of the build are left alone and nothing is copied. */
    private static void link(Path from, Path to, String jar) throws IOException {
        Files.createDirectories(to.resolve("lib"));
        Files.createLink(to.resolve(jar), from.resolve(jar));
        try (var libraries = Files.list(from.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.createLink(to.resolve("lib").resolve(library.getFileName()), library);
            }
        }
    }

    private static int java(Path log, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        return builder.start().waitFor();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return file + " cannot be read: " + e;
        }
    }
}
