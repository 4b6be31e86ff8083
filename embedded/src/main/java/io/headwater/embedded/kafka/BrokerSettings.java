package io.headwater.embedded.kafka;

import io.headwater.embedded.process.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a single broker runs on.
 *
 * @param directory where its log lies; formatted by the broker when it is empty
 * @param port the port of clients on 127.0.0.1
 * @param overrides Kafka properties that win over those chosen here, e.g. of the log cleaner
 * @param detours further ways to the broker
 */
public record BrokerSettings(Path directory, int port, Map<String, String> overrides, List<Detour> detours) {

    /**
     * A way to the broker through something in between, which would go around it otherwise: a broker tells its clients
     * where to connect.
     *
     * @param port where the broker listens on 127.0.0.1
     * @param advertisedPort where it tells clients to connect, when they came this way
     */
    public record Detour(int port, int advertisedPort) {

        String name() {
            return "DETOUR" + port;
        }
    }

    /** Larger than any topic of Headwater allows (8 MiB), so that a topic's limit is the one that counts. */
    private static final int MAX_RECORD_BATCH = 9 * 1024 * 1024;

    /** Copies the map; port 0 becomes any free one. */
    public BrokerSettings {
        directory = directory.toAbsolutePath();
        port = Ports.orFree(port);
        overrides = Map.copyOf(overrides);
        detours = List.copyOf(detours);
    }

    /** A broker with some properties overridden. */
    public BrokerSettings(Path directory, int port, Map<String, String> overrides) {
        this(directory, port, overrides, List.of());
    }

    /** A broker with nothing overridden. */
    public BrokerSettings(Path directory, int port) {
        this(directory, port, Map.of());
    }

    /** The same broker, with one more way to it. */
    public BrokerSettings withDetour(int listenPort, int advertisedPort) {
        List<Detour> more = new ArrayList<>(detours);
        more.add(new Detour(listenPort, advertisedPort));
        return new BrokerSettings(directory, port, overrides, more);
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The properties of a combined broker and controller that only this machine can reach. */
    Map<String, String> properties() {
        int controllerPort = Ports.free();
        Map<String, String> all = new HashMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        // Static voters: the port of the controller may be another one at every start.
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
        StringBuilder advertised = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (Detour detour : detours) {
            listeners.append("," + detour.name() + "://127.0.0.1:" + detour.port());
            advertised.append("," + detour.name() + "://127.0.0.1:" + detour.advertisedPort());
            protocols.append("," + detour.name() + ":PLAINTEXT");
        }
        all.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", advertised.toString());
        all.put("listener.security.protocol.map", protocols.toString());
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("log.dirs", directory.toString());

        all.put("auto.create.topics.enable", "false");
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "4");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "4");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("share.coordinator.state.topic.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        // Exactly-once commits every few milliseconds would wait 20 ms for the commit before.
        all.put("add.partitions.to.txn.retry.backoff.ms", "1");
        // What a killed producer left open holds up every reader of committed records until somebody looks: by default
        // each 10 s.
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        all.put("message.max.bytes", Integer.toString(MAX_RECORD_BATCH));
        all.put("replica.fetch.max.bytes", Integer.toString(MAX_RECORD_BATCH));

        // One machine, few clients: less memory and fewer threads than a cluster's broker.
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        all.put("log.index.size.max.bytes", Integer.toString(1024 * 1024));
        all.putAll(overrides);
        return Map.copyOf(all);
    }
}
