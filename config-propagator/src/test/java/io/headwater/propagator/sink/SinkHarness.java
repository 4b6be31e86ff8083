package io.headwater.propagator.sink;

import io.headwater.core.EntryId;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.propagator.Faults;
import io.headwater.propagator.Guards;
import io.headwater.propagator.kafka.KafkaEntriesLog;
import io.headwater.propagator.redis.RedisStore;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.schemas.redis.RedisKeys;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** A topic, a prefix in Redis, and sinks between them. */
public final class SinkHarness implements AutoCloseable {
    public static final int PARTITIONS = 4;

    private String topic;
    private final String kafka;
    private String redisUri;
    private final RedisKeys keys;
    private final TestRelay relay;
    private final RedissonClient client;
    private final List<Runnable> open = new ArrayList<>();
    private Guards guards = Guards.ALL;
    private Faults faults = Faults.NONE;
    private InstantSource clock = InstantSource.system();
    private SinkOptions options = options(new Amount(5_000, 16 << 20), new Amount(50_000, 64 << 20));

    /** A running sink. */
    public record Running(RedisSink sink, RedisStore store, SinkStatus status) {
        void stop() {
            SinkHarness.stop(sink);
        }
    }

    public SinkHarness() {
        this(SharedParts.kafka(), SharedParts.redis().uri(), TestRelay.compacted());
    }

    public SinkHarness(KafkaProcess kafka, String redisUri, Map<String, String> settings) {
        this.kafka = kafka.bootstrapServers();
        this.redisUri = redisUri;
        this.topic = SharedParts.uniqueName("headwater.entries");
        this.keys = new RedisKeys(SharedParts.uniqueName("hw"));
        TestRelay.createTopic(this.kafka, topic, PARTITIONS, settings);
        this.relay = new TestRelay(this.kafka, topic, PARTITIONS);
        Config config = new Config();
        config.setLazyInitialization(true);
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer()
                .setAddress(redisUri)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4)
                .setSubscriptionConnectionMinimumIdleSize(0);
        this.client = Redisson.create(config);
    }

    /** With a short heartbeat and lease. */
    static SinkOptions options(Amount largestDelta, Amount held) {
        return new SinkOptions(Duration.ofMillis(200), Duration.ofSeconds(2), largestDelta, held, true);
    }

    public SinkHarness with(Guards with) {
        guards = with;
        return this;
    }

    public SinkHarness with(Faults with) {
        faults = with;
        return this;
    }

    public SinkHarness with(InstantSource with) {
        clock = with;
        return this;
    }

    public SinkHarness with(SinkOptions with) {
        options = with;
        return this;
    }

    /** Sinks that are started from now on reach Redis here. */
    public SinkHarness reaching(String otherRedisUri) {
        redisUri = otherRedisUri;
        return this;
    }

    public TestRelay relay() {
        return relay;
    }

    public RedisKeys keys() {
        return keys;
    }

    public String topic() {
        return topic;
    }

    public RedissonClient client() {
        return client;
    }

    public KafkaEntriesLog log() {
        KafkaEntriesLog log = new KafkaEntriesLog(topic, Map.of("bootstrap.servers", kafka), guards.readCommitted());
        open.add(log::close);
        return log;
    }

    public RedisStore store() {
        RedisStore store = new RedisStore(
                RedisOptions.single(redisUri, keys.prefix()).within(Duration.ofSeconds(1)),
                1_000,
                guards.exactPredecessor(),
                guards.refillTarget());
        open.add(store::close);
        return store;
    }

    /** Every revision that the bell of an environment told, from now on. */
    public List<Long> bells(String environment) {
        List<Long> rung = Collections.synchronizedList(new ArrayList<>());
        client.getTopic(keys.bell(environment))
                .addListener(String.class, (channel, message) -> rung.add(Long.parseLong(message)));
        return rung;
    }

    /** Copies all that Redis holds. */
    public Map<String, byte[]> dump() {
        Map<String, byte[]> dump = new HashMap<>();
        for (String key : client.getKeys().getKeys(KeysScanOptions.defaults().pattern(keys.prefix() + ":*"))) {
            dump.put(key, client.getBucket(key).dump());
        }
        return dump;
    }

    /** Puts back what Redis held before, as after a fail-over to a replica that was behind. */
    public void restore(Map<String, byte[]> dump) {
        dump.forEach((key, value) -> client.getBucket(key).restoreAndReplace(value));
    }

    public Running start() {
        RedisStore store = store();
        SinkStatus status = new SinkStatus();
        SinkOptions with = new SinkOptions(
                options.heartbeat(), options.lease(), options.largestDelta(), options.held(), guards.refillTarget());
        RedisSink sink = new RedisSink(
                store,
                log(),
                new RecordReader(topic, status::malformed),
                status,
                with,
                clock,
                () -> UUID.randomUUID().toString(),
                faults);
        sink.start();
        open.add(() -> stop(sink));
        return new Running(sink, store, status);
    }

    static void stop(RedisSink sink) {
        try {
            sink.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Revision of an environment as a reader would see it; -1 where there is none. */
    public long revision(String environment) {
        String generation = generation(environment);
        if (generation == null) {
            return -1;
        }
        Object revision = client.getMap(keys.meta(environment, generation)).get("revision");
        return revision == null ? -1 : Long.parseLong((String) revision);
    }

    public String generation(String environment) {
        return client.<String>getBucket(keys.current(environment)).get();
    }

    public String meta(String environment, String field) {
        return (String)
                client.getMap(keys.meta(environment, generation(environment))).get(field);
    }

    public String catalog(String field) {
        return (String) client.getMap(keys.catalog()).get(field);
    }

    /** Every field of every layer of an environment. */
    public Map<String, String> content(String environment) {
        if (generation(environment) == null) {
            return Map.of();
        }
        String prefix = keys.generation(environment, generation(environment)) + "layer:";
        Map<String, String> content = new TreeMap<>();
        for (String key : client.getKeys().getKeys(KeysScanOptions.defaults().pattern(prefix + "*"))) {
            client.<String, String>getMap(key)
                    .readAllMap()
                    .forEach((field, text) -> content.put(key.substring(prefix.length()) + ":" + field, value(text)));
        }
        return content;
    }

    /** The JSON behind revision and time; empty for a deletion. */
    private static String value(String text) {
        return text.split(" ", 3)[2].replaceAll(".*\"value\":(.*),\"revision\".*", "$1");
    }

    public String entry(String environment, EntryId id) {
        String text = client.<String, String>getMap(keys.layer(environment, generation(environment), id.scope()))
                .get(id.key());
        return text == null ? null : value(text);
    }

    public static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    public void awaitRevision(String environment, long revision) {
        await(() -> revision(environment) == revision);
    }

    public void awaitCatalog(long revision) {
        await(() -> Long.toString(revision).equals(catalog("revision")));
    }

    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
        client.shutdown();
        relay.close();
    }
}
