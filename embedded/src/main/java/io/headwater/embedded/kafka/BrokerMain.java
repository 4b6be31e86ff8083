package io.headwater.embedded.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The broker as a program: {@code BrokerMain <directory> <port> [property=value …]}. Writes its pid into
 * {@link #readyFile} when it takes requests; ends in order at SIGTERM.
 */
final class BrokerMain {

    private BrokerMain() {}

    /** Tells the parent which process is ready; beside the log directory, since Kafka owns what is inside. */
    static Path readyFile(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".ready");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Map<String, String> overrides = new HashMap<>();
        for (int i = 2; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            overrides.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        EmbeddedKafka kafka =
                EmbeddedKafka.start(new BrokerSettings(directory, Integer.parseInt(arguments[1]), overrides));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-shutdown"));
        Files.writeString(
                readyFile(directory), Long.toString(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }
}
