package io.headwater.testkit.parts;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One real Kafka broker, one MongoDB replica set of three nodes and one Redis for all tests of this JVM. Each starts when
 * it is first asked for and ends with the JVM.
 *
 * <p>Tests share them, so each takes names of its own: {@link #uniqueName}. A test that kills, pauses or floods a part
 * starts one for itself in {@link #children()}, or puts a shared one back into order ({@code heal}, {@code restart})
 * before it ends. A part that does not start fails the test. Safe for use by several threads.
 */
public final class SharedParts {

    /** The log cleaner looks often, so that tests of compaction are fast. */
    public static final Map<String, String> EAGER_CLEANER =
            Map.of("log.cleaner.backoff.ms", "100", "log.segment.delete.delay.ms", "1000");

    private static final Lazy<Path> DIRECTORY = new Lazy<>(SharedParts::makeDirectory);
    private static final Lazy<ChildProcesses> CHILDREN = new Lazy<>(() -> ChildProcesses.in(DIRECTORY.value()));
    private static final Lazy<KafkaProcess> KAFKA = new Lazy<>(() -> KafkaProcess.start(
            CHILDREN.value(), new BrokerSettings(DIRECTORY.value().resolve("kafka"), 0, EAGER_CLEANER)));
    private static final Lazy<MongodReplicaSet> MONGO = new Lazy<>(
            () -> MongodReplicaSet.start(CHILDREN.value(), DIRECTORY.value().resolve("mongo")));
    private static final Lazy<RedisServer> REDIS = new Lazy<>(() -> RedisServer.start(
            CHILDREN.value(), new RedisOptions(DIRECTORY.value().resolve("redis"), 0)));

    private SharedParts() {}

    /** The broker. */
    public static KafkaProcess kafka() {
        return KAFKA.value();
    }

    /** The replica set. */
    public static MongodReplicaSet mongo() {
        return MONGO.value();
    }

    /** The Redis server. */
    public static RedisServer redis() {
        return REDIS.value();
    }

    /** Kafka's {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return kafka().bootstrapServers();
    }

    /** MongoDB's connection string. */
    public static String mongoUri() {
        return mongo().uri();
    }

    /** Redis's address, {@code redis://127.0.0.1:<port>}. */
    public static String redisUri() {
        return redis().uri();
    }

    /** Where tests start parts of their own; they end with the JVM at the latest. */
    public static ChildProcesses children() {
        return CHILDREN.value();
    }

    /** A new directory for a part of a test's own, deleted with the JVM. */
    public static Path directory(String prefix) {
        return DIRECTORY.value().resolve(uniqueName(prefix));
    }

    /**
     * A name that nobody else in this JVM has: of a database, a topic, a consumer group, a Redis prefix.
     *
     * @param prefix letters, digits and hyphens
     */
    public static String uniqueName(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Path makeDirectory() {
        try {
            Path directory = Files.createTempDirectory("headwater-parts-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "shared-parts-end"));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void end(Path directory) {
        // Their data is thrown away: there is nothing to end in order.
        CHILDREN.value().kill();
        DataDirectory.deleteTree(directory);
    }

    /** Made once; a failure is told again to everybody who asks, without another attempt. */
    private static final class Lazy<T> {

        private final Supplier<T> maker;
        private @Nullable T value;
        private @Nullable RuntimeException failure;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T value() {
            if (failure != null) {
                throw new IllegalStateException("It did not start before: " + failure.getMessage(), failure);
            }
            if (value == null) {
                try {
                    value = maker.get();
                } catch (RuntimeException notStarted) {
                    failure = notStarted;
                    throw notStarted;
                }
            }
            return value;
        }
    }
}
