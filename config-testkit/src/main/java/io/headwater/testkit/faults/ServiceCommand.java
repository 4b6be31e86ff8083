package io.headwater.testkit.faults;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java program to start as a child JVM.
 *
 * @param name names the log and the pid file
 * @param jvmArguments options of the JVM
 * @param program {@code -jar <file>}, or {@code -cp <path> <class>}
 * @param arguments given to the program
 * @param environment added to this process's own
 * @param directory the working directory; must exist
 * @param ready answers 200 when the program is ready, e.g. {@code http://127.0.0.1:9080/health/ready}
 * @param startLimit how long it may take until then
 */
public record ServiceCommand(
        String name,
        List<String> jvmArguments,
        List<String> program,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        URI ready,
        Duration startLimit) {

    private static final List<String> SMALL_JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.net.preferIPv4Stack=true");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** Copies what it is given. */
    public ServiceCommand {
        jvmArguments = List.copyOf(jvmArguments);
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A class on the class path of this process, in a small JVM. */
    public static ServiceCommand ofMain(
            String name, Class<?> main, Map<String, String> environment, Path directory, URI ready) {
        List<String> program = List.of("-cp", ownClassPath(), main.getName());
        return new ServiceCommand(name, SMALL_JVM, program, List.of(), environment, directory, ready, START_LIMIT);
    }

    /** A jar that names its main class, in a small JVM. */
    public static ServiceCommand ofJar(
            String name, Path jar, Map<String, String> environment, Path directory, URI ready) {
        List<String> program = List.of("-jar", jar.toAbsolutePath().toString());
        return new ServiceCommand(name, SMALL_JVM, program, List.of(), environment, directory, ready, START_LIMIT);
    }

    /** The same with other options of the JVM. */
    public ServiceCommand withJvmArguments(String... options) {
        return new ServiceCommand(
                name, List.of(options), program, arguments, environment, directory, ready, startLimit);
    }

    /** The same with arguments for the program. */
    public ServiceCommand withArguments(String... more) {
        return new ServiceCommand(
                name, jvmArguments, program, List.of(more), environment, directory, ready, startLimit);
    }

    /** The same with another limit for its start. */
    public ServiceCommand within(Duration limit) {
        return new ServiceCommand(name, jvmArguments, program, arguments, environment, directory, ready, limit);
    }

    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmArguments);
        line.addAll(program);
        line.addAll(arguments);
        return line;
    }

    // The child has another working directory.
    private static String ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
