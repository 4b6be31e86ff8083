package io.headwater.loadtest.system;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The whole system in a temporary directory: a MongoDB replica set of three nodes, one Kafka broker, one Redis, and one
 * JVM for each service, all on this machine. Nothing of it outlives {@link #close()}.
 */
public final class BenchSystem implements AutoCloseable {
    /** Partitions of Headwater's topics, and of those that the yardsticks use. */
    public static final int PARTITIONS = 4;

    private static final String DATABASE = "headwater";

    private final DataDirectory directory;
    private final Map<ServiceName, RunningService> services = new EnumMap<>(ServiceName.class);
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Path home;
    private @Nullable MongodReplicaSet mongo;
    private @Nullable KafkaProcess kafka;
    private @Nullable RedisServer redis;

    private BenchSystem(Path home, DataDirectory directory) {
        this.home = home;
        this.directory = directory;
    }

    /**
     * Starts everything. Returns when every service is ready.
     *
     * @param home the root of the project, with the jars of the services in it
     * @param closeAtExit called with the system before anything runs, so that it is ended whatever happens
     */
    public static BenchSystem start(Path home, Progress progress, CloseAtExit closeAtExit) throws IOException {
        BenchSystem system = new BenchSystem(home, DataDirectory.open(Files.createTempDirectory("headwater-bench-")));
        closeAtExit.remember(system);
        try {
            progress.say("starting three mongod, Kafka and Redis in " + system.directory.path());
            system.startParts();
            progress.say("starting the services");
            system.startServices();
            return system;
        } catch (IOException | RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private void startParts() {
        mongo = MongodReplicaSet.start(directory.children(), directory.folder("mongo"));
        kafka = KafkaProcess.start(directory.children(), new BrokerSettings(directory.folder("kafka"), 0));
        redis = RedisServer.start(directory.children(), new RedisOptions(directory.folder("redis"), 0));
    }

    private void startServices() throws IOException {
        settings.put("HEADWATER_HTTP_HOST", "127.0.0.1");
        settings.put("HEADWATER_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka().bootstrapServers());
        settings.put("HEADWATER_KAFKA_PARTITIONS", Integer.toString(PARTITIONS));
        settings.put("HEADWATER_KAFKA_REPLICATION_FACTOR", "1");
        settings.put("HEADWATER_KAFKA_MIN_IN_SYNC_REPLICAS", "1");
        settings.put("HEADWATER_MONGO_URI", mongo().uri());
        settings.put("HEADWATER_MONGO_DATABASE", DATABASE);
        settings.put("HEADWATER_REDIS_ADDRESSES", redis().uri());
        for (ServiceName name : ServiceName.values()) {
            services.put(
                    name,
                    RunningService.launch(name, home, directory.children(), directory.folder("services"), settings));
        }
        services.values().forEach(RunningService::awaitReady);
    }

    /** The replica set. */
    public MongodReplicaSet mongo() {
        return started(mongo);
    }

    /** Where the writer keeps its commits. */
    public String database() {
        return DATABASE;
    }

    /** The broker. */
    public KafkaProcess kafka() {
        return started(kafka);
    }

    /** The server of Redis. */
    public RedisServer redis() {
        return started(redis);
    }

    /** A service. */
    public RunningService service(ServiceName name) {
        return started(services.get(name));
    }

    /** The root of the project. */
    public Path home() {
        return home;
    }

    /** The processes of the system: what a bench starts in addition ends with them. */
    public ChildProcesses children() {
        return directory.children();
    }

    /** What tells a service where the parts are, as variables. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /**
     * Starts one more reader, and returns when it is ready.
     *
     * @param replica names its log
     * @param different variables that it gets instead of those of the others
     * @param jvmOptions instead of the usual ones, if there are any
     */
    public RunningService anotherReader(String replica, Map<String, String> different, List<String> jvmOptions)
            throws IOException {
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.putAll(different);
        RunningService reader = RunningService.launch(
                ServiceName.READER,
                replica,
                home,
                directory.children(),
                directory.folder("services"),
                own,
                jvmOptions.isEmpty() ? RunningService.usualOptions() : jvmOptions);
        reader.awaitReady();
        return reader;
    }

    /**
     * Stops everything but Redis and the readers in mid-flight, to measure what needs no more than those. Nothing can be
     * written from then on.
     */
    public void rest() {
        service(ServiceName.WRITER).pause();
        service(ServiceName.PROPAGATOR).pause();
        kafka().pause();
        for (int node = 0; node < mongo().size(); node++) {
            mongo().pause(node);
        }
    }

    /** A folder for what a bench keeps, removed with the rest. */
    public Path folder(String name) {
        return directory.folder(name);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("this part has not been started");
        }
        return part;
    }

    /** Ends everything, the services first, and removes the directory. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                directory.close();
            } finally {
                DataDirectory.deleteTree(directory.path());
            }
        }
    }

    /** Who ends the system when the JVM is told to end. */
    @FunctionalInterface
    public interface CloseAtExit {
        /** Remembers it until its end. */
        void remember(BenchSystem system);
    }
}
