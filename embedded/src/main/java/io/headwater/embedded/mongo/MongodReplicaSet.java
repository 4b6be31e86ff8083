package io.headwater.embedded.mongo;

import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MongoDB replica set of {@code mongod} child processes, whose nodes can be killed, paused and started again. Safe for
 * use by several threads, one command at a time.
 */
public final class MongodReplicaSet implements AutoCloseable {

    static final String NAME = "headwater";

    private static final Logger LOG = LoggerFactory.getLogger(MongodReplicaSet.class);
    private static final Duration ELECTION_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int HEARTBEAT_MILLIS = 500;

    private final List<MongodNode> nodes;

    private MongodReplicaSet(List<MongodNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Starts three nodes on any free ports, with the {@code mongod} that {@link MongodBinary#provide} provides. */
    public static MongodReplicaSet start(ChildProcesses children, Path directory) {
        return start(children, MongodBinary.provide(LOG::info), ReplicaSetOptions.ofNodes(directory, 3));
    }

    /**
     * Starts a replica set, or starts it again on its data and ports. Returns when it has a primary.
     *
     * @param program a {@code mongod}
     */
    public static MongodReplicaSet start(ChildProcesses children, Path program, ReplicaSetOptions options) {
        List<MongodNode> nodes = new ArrayList<>();
        for (int i = 0; i < options.ports().size(); i++) {
            Path directory = options.directory().resolve("node-" + i);
            nodes.add(new MongodNode(
                    children, program, "mongod-" + i, directory, options.ports().get(i)));
        }
        nodes.forEach(MongodNode::awaitAnswer);
        MongodReplicaSet set = new MongodReplicaSet(nodes);
        set.initiate(options.electionTimeout());
        set.awaitPrimary(ELECTION_LIMIT);
        LOG.info("MongoDB takes requests at {}", set.uri());
        return set;
    }

    private void initiate(Duration electionTimeout) {
        MongodNode first = nodes.getFirst();
        boolean configured = first.command(new Document("replSetGetConfig", 1)).isPresent();
        if (configured) {
            return;
        }
        List<Document> members = IntStream.range(0, nodes.size())
                .mapToObj(
                        i -> new Document("_id", i).append("host", nodes.get(i).address()))
                .toList();
        Document settings = new Document("electionTimeoutMillis", electionTimeout.toMillis())
                .append("heartbeatIntervalMillis", HEARTBEAT_MILLIS);
        Document config = new Document("_id", NAME).append("members", members).append("settings", settings);
        // The answer may take longer than a question waits; that it worked is seen by the primary.
        Optional<Document> _ = first.command(new Document("replSetInitiate", config));
    }

    /** The connection string with every node and the name of the set. */
    public String uri() {
        List<String> addresses = nodes.stream().map(MongodNode::address).toList();
        return "mongodb://" + String.join(",", addresses) + "/?replicaSet=" + NAME;
    }

    /** How many nodes it has, running or not. */
    public int size() {
        return nodes.size();
    }

    /** {@code host:port} of a node. */
    public String address(int node) {
        return nodes.get(node).address();
    }

    /** The process of a node as it runs now. */
    public synchronized ChildProcess process(int node) {
        return nodes.get(node).process();
    }

    /** The number of the primary now, as the nodes that answer say; empty during an election. */
    public synchronized OptionalInt primary() {
        // A node that was paused may still believe in its own term: the newest election counts.
        OptionalInt newest = OptionalInt.empty();
        String newestElection = "";
        for (int i = 0; i < nodes.size(); i++) {
            Document hello = nodes.get(i).hello().orElseGet(Document::new);
            if (hello.getBoolean("isWritablePrimary", false)) {
                String election = String.valueOf(hello.get("electionId"));
                if (newest.isEmpty() || election.compareTo(newestElection) > 0) {
                    newest = OptionalInt.of(i);
                    newestElection = election;
                }
            }
        }
        return newest;
    }

    /** Waits for a primary and answers with its number. */
    public int awaitPrimary(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            OptionalInt primary = primary();
            if (primary.isPresent()) {
                return primary.getAsInt();
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("No primary within " + limit + " at " + uri() + ". The end of "
                        + process(0).log() + ":\n" + process(0).logTail());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Kills the primary (SIGKILL) without waiting for another one. @return its number */
    public int killPrimary() {
        int primary = awaitPrimary(ELECTION_LIMIT);
        kill(primary);
        return primary;
    }

    /** SIGKILL to one node. */
    public synchronized void kill(int node) {
        nodes.get(node).kill();
    }

    /** SIGSTOP to one node. */
    public synchronized void pause(int node) {
        nodes.get(node).pause();
    }

    /** SIGCONT to one node. */
    public synchronized void resume(int node) {
        nodes.get(node).resume();
    }

    /** Ends a node in order, if it runs, and starts it on its data and port. Returns when it answers. */
    public synchronized void restart(int node) {
        nodes.get(node).restart();
    }

    /** Brings the set back to health after a fault: every node goes on or is started, and there is a primary. */
    public synchronized void heal() {
        for (MongodNode node : nodes) {
            if (node.process().isAlive()) {
                node.resume();
            } else {
                node.restart();
            }
        }
        awaitPrimary(ELECTION_LIMIT);
    }

    /** Ends all nodes at once, each with ten seconds of grace. */
    @Override
    public synchronized void close() {
        nodes.forEach(MongodNode::resume);
        nodes.forEach(node -> node.process().requestEnd());
        nodes.forEach(node -> node.process().close());
    }
}
