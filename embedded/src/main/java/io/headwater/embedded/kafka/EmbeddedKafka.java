package io.headwater.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker with its controller (KRaft) in this process, reachable from this machine only.
 *
 * <p>Start and close it from one thread. A closed one cannot be started again: make another on the same directory.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker, formatting its directory when it is new. Returns when it takes requests. */
    public static EmbeddedKafka start(BrokerSettings settings) {
        KafkaRaftServer server = run(settings.directory(), settings.properties());
        LOG.info("Kafka takes requests at {}, data in {}", settings.bootstrapServers(), settings.directory());
        return new EmbeddedKafka(server, settings.bootstrapServers());
    }

    static KafkaRaftServer run(Path directory, Map<String, String> properties) {
        formatWhenNew(directory);
        if (FormerLife.remains(directory)) {
            FormerLife.end(directory, properties);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException | Error failure) {
            server.shutdown();
            throw failure;
        }
        return server;
    }

    private static void formatWhenNew(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot format " + directory + " for Kafka", failure);
        } catch (Exception failure) {
            throw new IllegalStateException("Cannot format " + directory + " for Kafka", failure);
        }
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Ends the broker in order. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
