package io.headwater.e2e.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.propagator.Faults;
import io.headwater.propagator.Guards;
import io.headwater.propagator.PropagatorService;
import io.headwater.propagator.PropagatorSettings;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsException;
import io.headwater.runtime.settings.SettingsValues;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.Writer;
import io.headwater.writer.WriterConfig;
import io.headwater.writer.WriterGuards;
import io.headwater.writer.WriterSettings;
import io.headwater.writer.fault.FaultPoints;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Services in this JVM on real parts, so that a test can hold one of them at a named point, or take one of its guards
 * away, and see what the checker says. One at a time: names in Kafka and in Redis are fixed.
 */
final class SmallSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TAKE_OVER = Duration.ofSeconds(6);

    private final String database = SharedParts.uniqueName("small");
    private final KafkaProcess kafka = SmallParts.kafka();
    private final RedisServer redis = SmallParts.redis();
    private final String mongoUri;
    private final CommitReader commits;
    private final LogCheck log;
    private final TopicCheck topics;
    private final List<Lifecycle> running = new ArrayList<>();
    private final Map<Writer, WriteClient> clients = new HashMap<>();

    /** On the shared MongoDB. */
    SmallSystem() {
        this(SharedParts.mongoUri());
    }

    SmallSystem(String mongoUri) {
        this.mongoUri = mongoUri;
        this.commits = new CommitReader(mongoUri, database);
        this.log = new LogCheck(commits);
        SmallParts.empty();
        this.topics = new TopicCheck(kafka.bootstrapServers());
    }

    /** What a writer is told before a test changes it. */
    WriterConfig writerConfig() {
        return WriterSettings.config(read(
                WriterSettings.SETTINGS,
                Map.of(
                        "HEADWATER_HTTP_PORT", "0",
                        "HEADWATER_MANAGEMENT_PORT", "0",
                        "HEADWATER_MONGO_URI", mongoUri,
                        "HEADWATER_MONGO_DATABASE", database,
                        "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        "HEADWATER_RELAY_LEASE", "3s",
                        "HEADWATER_FOLLOW_INTERVAL", "20ms")));
    }

    Writer writer(WriterConfig config, FaultPoints faults) throws Exception {
        return writer(config, faults, WriterGuards.ALL);
    }

    Writer writer(WriterConfig config, FaultPoints faults, WriterGuards guards) throws Exception {
        Writer writer = new Writer(config, InstantSource.system(), faults, guards);
        run(writer.lifecycle());
        Await.until("the writer to be ready", PATIENCE, writer::ready);
        clients.put(
                writer,
                new WriteClient(
                        List.of("http://127.0.0.1:" + writer.port()),
                        new Acknowledged(),
                        RandomGenerator.getDefault(),
                        SharedParts.uniqueName("client")));
        return writer;
    }

    Lifecycle propagator(Guards guards, Faults faults) throws Exception {
        SettingsValues values = read(
                PropagatorSettings.SETTINGS,
                Map.of(
                        "HEADWATER_MANAGEMENT_PORT", "0",
                        "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        "HEADWATER_REDIS_ADDRESSES", redis.uri(),
                        "HEADWATER_SINK_LEASE", "3s",
                        "HEADWATER_SINK_HEARTBEAT", "100ms",
                        "HEADWATER_STREAMS_SESSION_TIMEOUT", "2s",
                        "HEADWATER_DATA_DIR", SharedParts.directory("state").toString()));
        Lifecycle propagator = PropagatorService.create(values, guards, faults);
        run(propagator);
        return propagator;
    }

    private static SettingsValues read(Settings settings, Map<String, String> environment) {
        try {
            return settings.read(environment, Optional.empty());
        } catch (SettingsException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Lifecycle lifecycle) throws Exception {
        running.add(lifecycle);
        lifecycle.start();
    }

    /** Ends one service in order. */
    void stop(Lifecycle lifecycle) {
        lifecycle.stop();
        running.remove(lifecycle);
    }

    /** Makes the environment {@code dev}. */
    void makeDev(Writer writer) {
        OptionalLong _ = client(writer).environment(Load.DEV, true);
    }

    /** Puts one entry of the service {@code shop} in {@code dev}. @return the revision */
    long put(Writer writer, String key, long value) {
        return client(writer)
                .commit(List.of(Acknowledged.Posted.put("shop", Load.DEV, key, value)), OptionalLong.empty())
                .orElseThrow();
    }

    private WriteClient client(Writer writer) {
        return clients.get(writer);
    }

    /** What the log holds, with what is wrong with it. */
    History history(List<String> wrong) {
        wrong.addAll(log.readOn());
        return log.history();
    }

    String database() {
        return database;
    }

    KafkaProcess kafka() {
        return kafka;
    }

    RedisServer redis() {
        return redis;
    }

    /** The revision that Redis holds of {@code dev}; -1 where none. */
    long redisRevision() {
        try (RedisView view = new RedisView(redis.port())) {
            return view.revision(Load.DEV);
        } catch (IOException e) {
            return -1;
        }
    }

    void awaitRedis(long revision) {
        Await.until("Redis to be at " + revision, PATIENCE, () -> redisRevision() >= revision);
    }

    /** As {@link #awaitRedis}; a lease that its first holder takes back meanwhile is taken from it again. */
    void awaitRedis(long revision, Runnable loseLease) {
        long[] lost = {0};
        Await.until("Redis to be at " + revision, PATIENCE, () -> {
            if (System.nanoTime() - lost[0] > TAKE_OVER.toNanos()) {
                loseLease.run();
                lost[0] = System.nanoTime();
            }
            return redisRevision() >= revision;
        });
    }

    void awaitTopics() {
        Await.until("the topics to be at the head", PATIENCE, () -> {
            log.readOn();
            return topics.reached(log.history());
        });
    }

    /** Takes a lease away from whoever holds it, as if he had been stopped for longer than it lasts. */
    void loseRelayLease() {
        try (MongoClient client = MongoClients.create(mongoUri)) {
            client.getDatabase(database).getCollection("leases").deleteMany(new org.bson.Document());
        }
    }

    void loseSinkLease() {
        redis.send("DEL", "hw:{_}:sink");
    }

    /** The newest commit that {@code headwater.entries} says it holds. */
    long relayed() {
        return topics.relayed();
    }

    /** What the checker says of the order of a topic. */
    List<String> wrongInTopics(String topic) {
        return topics.follow(topic);
    }

    /** What the checker says of Redis. */
    List<String> wrongInRedis() {
        List<String> wrong = new ArrayList<>(log.readOn());
        wrong.addAll(new RedisCheck(redis.port()).check(log.history()));
        return wrong;
    }

    @Override
    public void close() {
        for (Lifecycle lifecycle : running.reversed()) {
            lifecycle.stop();
        }
        topics.close();
        commits.close();
    }
}
