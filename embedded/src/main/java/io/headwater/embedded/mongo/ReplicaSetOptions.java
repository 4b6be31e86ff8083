package io.headwater.embedded.mongo;

import io.headwater.embedded.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a replica set runs.
 *
 * @param directory holds a folder for each node
 * @param ports one for each node, on 127.0.0.1
 * @param electionTimeout after how long without a primary another one is elected
 */
public record ReplicaSetOptions(Path directory, List<Integer> ports, Duration electionTimeout) {

    /** Copies the list; port 0 becomes any free one. */
    public ReplicaSetOptions {
        directory = directory.toAbsolutePath();
        ports = ports.stream().map(Ports::orFree).toList();
    }

    /** Nodes on any free ports, and an election after two seconds. */
    public static ReplicaSetOptions ofNodes(Path directory, int count) {
        List<Integer> anyPorts = IntStream.range(0, count).mapToObj(node -> 0).toList();
        return new ReplicaSetOptions(directory, anyPorts, Duration.ofSeconds(2));
    }
}
