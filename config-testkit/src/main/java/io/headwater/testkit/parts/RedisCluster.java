package io.headwater.testkit.parts;

import io.headwater.embedded.process.Ports;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters, each with one replica. Safe for use by several threads. */
public final class RedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    /** The port at which the nodes of a cluster talk to each other is so much higher, always. */
    private static final int BUS = 10_000;

    private static final Map<String, String> SETTINGS =
            Map.of("cluster-enabled", "yes", "cluster-node-timeout", "1000", "cluster-config-file", "nodes.conf");

    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();

    private RedisCluster() {
        Path directory = SharedParts.directory("cluster");
        for (int i = 0; i < MASTERS; i++) {
            masters.add(node(directory, "master-" + i));
            replicas.add(node(directory, "replica-" + i));
        }
        for (int i = 0; i < MASTERS; i++) {
            String slots = IntStream.range(first(i), first(i + 1))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            masters.get(i).send("CLUSTER", "ADDSLOTS", slots);
        }
        nodes().forEach(node -> node.send(
                "CLUSTER",
                "MEET",
                "127.0.0.1",
                Integer.toString(masters.getFirst().port())));
        Settled.await(
                "all nodes to know all others",
                () -> nodes().stream()
                        .allMatch(node -> node.ask("CLUSTER", "INFO").contains("cluster_known_nodes:" + 2 * MASTERS)));
        for (int i = 0; i < MASTERS; i++) {
            replicas.get(i).send("CLUSTER", "REPLICATE", masters.get(i).ask("CLUSTER", "MYID"));
        }
        Settled.await(
                "the cluster to be whole",
                () -> nodes().stream()
                        .allMatch(node -> node.ask("CLUSTER", "INFO").contains("cluster_state:ok")));
        Settled.await(
                "the replicas to follow",
                () -> replicas.stream()
                        .allMatch(node -> node.ask("INFO", "replication").contains("master_link_status:up")));
    }

    private static RedisServer node(Path directory, String name) {
        int port = Ports.free();
        while (!Ports.isFree(port + BUS)) {
            port = Ports.free();
        }
        return RedisServer.start(
                SharedParts.children(),
                SharedParts.uniqueName(name),
                new RedisOptions(directory.resolve(name), port, SETTINGS));
    }

    private static int first(int master) {
        return SLOTS * master / MASTERS;
    }

    private List<RedisServer> nodes() {
        List<RedisServer> all = new ArrayList<>(masters);
        all.addAll(replicas);
        return all;
    }

    /** Starts it. Returns when it is whole. */
    public static RedisCluster start() {
        return new RedisCluster();
    }

    /** The addresses of the masters, as they are at first. */
    public List<String> addresses() {
        return masters.stream().map(RedisServer::uri).toList();
    }

    private int shard(String key) {
        int slot = Integer.parseInt(
                masters.getFirst().send("CLUSTER", "KEYSLOT", key).substring(1));
        return IntStream.range(0, MASTERS)
                .filter(master -> slot < first(master + 1))
                .findFirst()
                .orElseThrow();
    }

    /** The master that a key belongs to at first. */
    public RedisServer masterOf(String key) {
        return masters.get(shard(key));
    }

    /** The replica of that. */
    public RedisServer replicaOf(String key) {
        return replicas.get(shard(key));
    }

    @Override
    public void close() {
        nodes().forEach(RedisServer::close);
    }
}
