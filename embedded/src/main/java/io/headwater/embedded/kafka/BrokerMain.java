package io.headwater.embedded.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import kafka.server.KafkaRaftServer;

/**
 * The broker as a program: {@code BrokerMain <directory>}. Reads its properties from {@link #propertiesFile}, writes its
 * pid into {@link #readyFile} when it takes requests, and ends in order at SIGTERM.
 */
final class BrokerMain {

    private BrokerMain() {}

    /** Beside the log directory, since Kafka owns what is inside. */
    private static Path propertiesFile(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".properties");
    }

    /** Tells the parent which process is ready. */
    static Path readyFile(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".ready");
    }

    /** Prepares a start. */
    static void prepare(BrokerSettings settings) throws IOException {
        Files.createDirectories(settings.directory());
        Files.deleteIfExists(readyFile(settings.directory()));
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        try (Writer writer = Files.newBufferedWriter(propertiesFile(settings.directory()))) {
            properties.store(writer, null);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(propertiesFile(directory))) {
            properties.load(reader);
        }
        Map<String, String> settings =
                properties.stringPropertyNames().stream().collect(Collectors.toMap(k -> k, properties::getProperty));
        KafkaRaftServer server = EmbeddedKafka.run(directory, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        Files.writeString(
                readyFile(directory), Long.toString(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }
}
