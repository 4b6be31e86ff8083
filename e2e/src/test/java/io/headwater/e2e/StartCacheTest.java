package io.headwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./headwater} starts a service with its cache only where that holds what the jars hold. A JVM 25 does not find out by
 * itself (JDK-8377932): it runs the old classes. Played with a small service, whose class in a library says a word.
 */
class StartCacheTest {
    private static final String OPTIONS = "-XX:+UseSerialGC -Xmx64m";
    private static final String FROM_CACHE = "source: shared objects file";

    @TempDir
    private Path home;

    private Path target;

    @BeforeEach
    void makeServiceAndCache() throws Exception {
        Files.copy(repository().resolve("headwater"), home.resolve("headwater"), StandardCopyOption.COPY_ATTRIBUTES);
        target = Files.createDirectories(home.resolve("config-reader").resolve("target"));
        Files.createDirectories(target.resolve("lib"));
        jar("config-reader.jar", "Main", """
                public class Main {
                    public static void main(String[] arguments) { System.out.println(Word.word()); }
                }
                """, word("one"));
        putWord("one");
        FileTime before = FileTime.fromMillis(System.currentTimeMillis() - 60_000);
        Files.setLastModifiedTime(target.resolve("config-reader.jar"), before);
        Files.setLastModifiedTime(target.resolve("lib/word.jar"), before);
        List<String> train = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        train.addAll(List.of(OPTIONS.split(" ", -1)));
        train.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache(),
                "-jar",
                target.resolve("config-reader.jar").toString()));
        assertThat(run(train, Map.of()).status()).isZero();
        Ran subject = run(
                List.of("sh", "-c", "cd '" + target + "' && pwd && LC_ALL=C ls -ln config-reader.jar lib/*"), Map.of());
        Files.writeString(target.resolve("config-reader.aot.of"), subject.output());
    }

    private Path cache() {
        return target.resolve("config-reader.aot");
    }

    private static String word(String word) {
        return "public class Word { public static String word() { return \"" + word + "\"; } }";
    }

    private void putWord(String word) throws IOException {
        jar("lib/word.jar", "Word", word(word));
    }

    /** Compiles the sources, and puts the class of the first into a jar. */
    private void jar(String name, String type, String... sources) throws IOException {
        Path classes = Files.createTempDirectory(home, "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> files = new ArrayList<>();
        for (String source : sources) {
            String declared = source.contains("class Main") ? "Main" : "Word";
            files.add(Files.writeString(classes.resolve(declared + ".java"), source)
                    .toString());
        }
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.addAll(files);
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/word.jar");
        try (OutputStream file = Files.newOutputStream(target.resolve(name));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry(type + ".class"));
            Files.copy(classes.resolve(type + ".class"), jar);
        }
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("headwater"))) {
            here = here.getParent();
        }
        return here;
    }

    private record Ran(int status, String output, String errors) {}

    private Ran run(List<String> command, Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile(home, "output", "");
        Path errors = Files.createTempFile(home, "errors", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        int status = builder.start().waitFor();
        return new Ran(status, Files.readString(output), Files.readString(errors));
    }

    private Ran start(String options) throws Exception {
        return run(
                List.of(home.resolve("headwater").toString(), "reader"),
                Map.of("HEADWATER_NO_BUILD", "1", "HEADWATER_JAVA_OPTS", options));
    }

    private boolean startsFromCache() throws Exception {
        Path loaded = home.resolve("loaded.log");
        Ran ran = start(OPTIONS + " -Xlog:class+load:file=" + loaded);
        assertThat(ran.status()).as(ran.errors()).isZero();
        return Files.readString(loaded, StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.contains(" Word ") && line.contains(FROM_CACHE));
    }

    @Test
    void shouldStartFromACacheThatFits() throws Exception {
        assertThat(startsFromCache()).isTrue();
        assertThat(start(OPTIONS).output()).isEqualTo("one\n");
    }

    @Test
    void shouldRunTheNewClassesWhenALibraryHasChanged() throws Exception {
        putWord("two");

        assertThat(startsFromCache()).isFalse();
        assertThat(start(OPTIONS).output()).isEqualTo("two\n");
    }

    @Test
    void shouldRunTheNewClassesWhenAnOlderJarTookThePlaceOfALibrary() throws Exception {
        putWord("two");
        Files.setLastModifiedTime(
                target.resolve("lib/word.jar"), FileTime.fromMillis(System.currentTimeMillis() - 7_200_000));

        assertThat(startsFromCache()).isFalse();
        assertThat(start(OPTIONS).output()).isEqualTo("two\n");
    }

    @Test
    void shouldNotUseACacheThatWasMadeElsewhere() throws Exception {
        Files.move(home.resolve("config-reader"), home.resolve("moved"));
        Files.createDirectories(home.resolve("config-reader"));
        Files.writeString(
                home.resolve("moved/target/config-reader.aot.of"),
                Files.readString(home.resolve("moved/target/config-reader.aot.of"))
                        .replaceFirst("\\R", "/somewhere/else\n"));
        Files.move(home.resolve("moved/target"), home.resolve("config-reader/target"));

        assertThat(startsFromCache()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseZGC",
                "-XX:+UseParallelGC",
                "-XX:+UseSerialGC -XX:-UseCompressedOops",
                "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC -Xshare:off",
                "-XX:+UseSerialGC -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0"
            })
    void shouldStartWithoutAWordWhateverOptionsAreGiven(String options) throws Exception {
        Ran ran = start("-Xmx64m " + options);

        assertThat(ran.output()).isEqualTo("one\n");
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.status()).isZero();
    }

    @Test
    void shouldStartWithoutAWordBesideACacheThatIsBroken() throws Exception {
        FileTime made = Files.getLastModifiedTime(cache());
        Files.writeString(cache(), "no cache");
        Files.setLastModifiedTime(cache(), made);

        Ran ran = start(OPTIONS);

        assertThat(ran.output()).isEqualTo("one\n");
        assertThat(ran.errors()).isEmpty();
    }
}
