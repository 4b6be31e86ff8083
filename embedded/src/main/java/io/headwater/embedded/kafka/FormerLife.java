package io.headwater.embedded.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Ends the former life of a broker that was killed, before it begins another.
 *
 * <p>In the metadata that a killed broker leaves behind it is alive and leads everything. Started on it, its transaction
 * coordinator at once sends the commit markers that are still missing, to itself, while it is not open yet. Then the
 * controller fences the former life, which leaves the partitions without a leader for a moment, and the coordinator
 * takes them for deleted: it completes the transaction without its markers. Seen with 4.4.0 in two of thirty restarts
 * right after a commit, and in the log of 4.3.1: the partition's last stable offset then stands still for ever, and
 * with it every consumer of committed records.
 *
 * <p>So a controller alone runs first, which gives the former life up within moments. It saves time, too: otherwise the
 * new life is let in only when the session of the former one has run out.
 */
final class FormerLife implements MetadataPublisher {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int NODE = 1;

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private FormerLife() {}

    /** Whether a broker ran in this directory and did not end in order. */
    static boolean remains(Path directory) {
        return Files.exists(directory.resolve("meta.properties"))
                && !Files.exists(directory.resolve(".kafka_cleanshutdown"));
    }

    /** Runs a controller on the broker's metadata until the broker is fenced. */
    static void end(Path directory, Map<String, String> brokerProperties) {
        try {
            ControllerServer controller = controllerOn(directory, brokerProperties);
            FormerLife life = new FormerLife();
            try {
                controller.startup();
                var _ = controller.sharedServer().loader().installPublishers(List.of(life));
                life.over.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                controller.shutdown();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka starts", interrupted);
        } catch (Exception failure) {
            throw new IllegalStateException("The former life of the broker in " + directory + " does not end", failure);
        }
    }

    private static ControllerServer controllerOn(Path directory, Map<String, String> brokerProperties)
            throws Exception {
        KafkaConfig config = new KafkaConfig(controllerOnly(brokerProperties), false);
        MetaPropertiesEnsemble ensemble = new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(directory.toString())
                .addLogDirs(List.of(directory.toString()))
                .load();
        SharedServer shared = new SharedServer(
                config,
                ensemble,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, ensemble.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        return new ControllerServer(
                shared, KafkaRaftServer.configSchema(), new BootstrapDirectory(directory.toString()).read());
    }

    private static Map<String, String> controllerOnly(Map<String, String> broker) {
        Map<String, String> properties = new HashMap<>(broker);
        String listener = "CONTROLLER://"
                + broker.getOrDefault("controller.quorum.voters", "").replace(NODE + "@", "");
        properties.put("process.roles", "controller");
        properties.put("listeners", listener);
        properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT");
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        properties.put("broker.session.timeout.ms", "200");
        properties.put("broker.heartbeat.interval.ms", "100");
        return properties;
    }

    @Override
    public String name() {
        return "former-life";
    }

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
        BrokerRegistration broker = image.cluster().broker(NODE);
        if (broker == null || broker.fenced()) {
            over.complete(true);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
