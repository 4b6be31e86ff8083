package io.headwater.e2e.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.embedded.process.Ports;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import io.headwater.testkit.parts.SharedParts;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Spring's own programs, each in a process of its own with Spring's libraries. */
final class SpringPrograms {
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private SpringPrograms() {}

    /** Spring Cloud Config Server on a folder of files. */
    record Server(ServiceProcess process, String url) implements AutoCloseable {
        static Server start(Path files) {
            int port = Ports.free();
            String url = "http://127.0.0.1:" + port;
            ServiceCommand command = ServiceCommand.ofJar(
                            SharedParts.uniqueName("spring-server"),
                            jar("spring-server"),
                            Map.of(),
                            files,
                            URI.create(url + "/application/default"))
                    .withJvmArguments(SMALL.toArray(String[]::new))
                    .withArguments(
                            "--server.port=" + port,
                            "--spring.cloud.config.server.native.search-locations=" + files.toUri());
            return new Server(ServiceProcess.start(SharedParts.children(), command), url);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * Boots a Spring application for each group of arguments, one after the other.
     *
     * @param directory for its files
     * @return what each one's Environment says of the names that the configuration server told it
     */
    @SafeVarargs
    static List<Map<String, String>> boot(Path directory, List<String>... groups) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-jar", jar("spring-client").toString()));
        List<Path> seen = new ArrayList<>();
        for (List<String> group : groups) {
            if (!seen.isEmpty()) {
                command.add("++");
            }
            seen.add(directory.resolve("seen-" + seen.size() + ".properties"));
            command.add(seen.getLast().toString());
            command.addAll(group);
        }
        Path log = directory.resolve("client.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        List<Map<String, String>> environments = new ArrayList<>();
        for (Path file : seen) {
            environments.add(properties(file));
        }
        return environments;
    }

    private static Map<String, String> properties(Path file) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> sorted = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> sorted.put(name, properties.getProperty(name)));
        return sorted;
    }

    private static Path jar(String module) {
        return DevProcess.repository().resolve("e2e/" + module + "/target/" + module + ".jar");
    }
}
