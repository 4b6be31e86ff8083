package io.headwater.testkit.parts;

import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisSentinel;
import io.headwater.embedded.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A master of Redis with one replica, watched by three sentinels. Safe for use by several threads. */
public final class RedisSentinels implements AutoCloseable {

    /** The name that clients ask the sentinels for. */
    public static final String MASTER = "main";

    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final Duration GONE_AFTER = Duration.ofMillis(500);

    private final RedisServer master;
    private final RedisServer replica;
    private final List<RedisSentinel> sentinels = new ArrayList<>();

    private RedisSentinels() {
        Path directory = SharedParts.directory("sentinels");
        this.master = server(directory, "first");
        this.replica = server(directory, "second");
        replica.send("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
        Settled.await(
                "the replica to follow its master",
                () -> replica.ask("INFO", "replication").contains("master_link_status:up"));
        RedisSentinel.Watched watched = new RedisSentinel.Watched(MASTER, master.port(), QUORUM, GONE_AFTER);
        for (int i = 0; i < SENTINELS; i++) {
            String name = SharedParts.uniqueName("sentinel");
            sentinels.add(RedisSentinel.start(SharedParts.children(), name, directory.resolve(name), watched));
        }
        Settled.await(
                "the sentinels to know of each other and of the replica",
                () -> sentinels.stream().allMatch(RedisSentinels::knowsAll));
    }

    private static boolean knowsAll(RedisSentinel sentinel) {
        String known = sentinel.ask("INFO", "sentinel");
        return known.contains("slaves=1") && known.contains("sentinels=" + SENTINELS);
    }

    private static RedisServer server(Path directory, String name) {
        return RedisServer.start(
                SharedParts.children(), SharedParts.uniqueName(name), new RedisOptions(directory.resolve(name), 0));
    }

    /** Starts them. Returns when a lost master would be replaced. */
    public static RedisSentinels start() {
        return new RedisSentinels();
    }

    /** The addresses of the sentinels. */
    public List<String> addresses() {
        return sentinels.stream().map(RedisSentinel::uri).toList();
    }

    /** The server that is the master at first. */
    public RedisServer master() {
        return master;
    }

    /** The server that follows it. */
    public RedisServer replica() {
        return replica;
    }

    /** Waits until the replica has become the master. */
    public void awaitFailover() {
        Settled.await(
                "the replica to become the master",
                () -> replica.ask("INFO", "replication").contains("role:master"));
    }

    @Override
    public void close() {
        sentinels.forEach(RedisSentinel::close);
        replica.close();
        master.close();
    }
}
