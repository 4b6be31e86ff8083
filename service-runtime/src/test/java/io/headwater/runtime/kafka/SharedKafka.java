package io.headwater.runtime.kafka;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.EmbeddedKafka;
import io.headwater.embedded.process.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** One broker for all tests of this module, which keep apart by the names of their topics. */
final class SharedKafka {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final EmbeddedKafka BROKER = start();

    private SharedKafka() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static String newTopic() {
        return "topic-" + TOPICS.incrementAndGet();
    }

    private static EmbeddedKafka start() {
        try {
            Path directory = Files.createTempDirectory("headwater-runtime-kafka");
            EmbeddedKafka broker = EmbeddedKafka.start(new BrokerSettings(directory, 0));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                DataDirectory.deleteTree(directory);
            }));
            return broker;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
