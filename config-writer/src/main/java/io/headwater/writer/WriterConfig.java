package io.headwater.writer;

import io.headwater.core.Limits;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.writer.kafka.RelaySettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that the write service is told, valid and immutable.
 *
 * @param lease how long a relay may be silent before another takes over
 * @param redis empty: nobody knows what the read tier serves
 */
public record WriterConfig(
        Ports ports,
        Mongo mongo,
        RelaySettings relay,
        Duration lease,
        Limits limits,
        Commits commits,
        Memory memory,
        Optional<RedisOptions> redis) {
    /** Where it listens; port 0 is any free one. */
    public record Ports(String host, int port, String managementHost, int managementPort) {}

    /**
     * How to reach MongoDB.
     *
     * @param timeout for choosing a server and connecting
     */
    public record Mongo(String uri, String database, Duration timeout) {}

    /**
     * How commits are made and followed.
     *
     * @param within how long a request may take to be committed
     * @param group commits that go to the log together at most
     * @param readWithin how long a read waits for the newest state before what is held has to do
     * @param poll how often other replicas' commits are looked for
     * @param relayPoll the same, for the replica that relays
     */
    public record Commits(Duration within, int group, Duration readWithin, Duration poll, Duration relayPoll) {}

    /**
     * What is kept.
     *
     * @param checkpointEvery commits between checkpoints
     * @param states older states in memory
     * @param bytes about what older states and commits may take
     */
    public record Memory(int checkpointEvery, int states, long bytes) {}
}
