package io.headwater.e2e.faults;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.mongo.MongodReplicaSet;
import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.testkit.faults.TcpRelay;
import io.headwater.testkit.parts.SharedParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of Headwater as it runs in production, each part and each service a process of its own: three nodes of MongoDB,
 * a Kafka broker, Redis, two writers, a propagator and a second one in reserve, two readers. Every way from a service to a
 * part goes through a {@link TcpRelay}.
 *
 * <p>It starts once for all scenarios of a JVM, which take turns, and each of which ends with everything healed and
 * checked. A scenario that fails leaves something that nobody knows, so the next one gets a new system.
 */
final class FaultSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultSystem.class);

    private static @Nullable FaultSystem shared;

    private final DataDirectory directory;
    private final MongodReplicaSet mongo;
    private final KafkaProcess kafka;
    private final RedisServer redis;
    private final List<Part> writers = new ArrayList<>();
    private final List<Part> propagators = new ArrayList<>();
    private final List<Part> readers = new ArrayList<>();
    private final Checker checker;

    /** The system that runs, or a new one. */
    static synchronized FaultSystem shared() {
        FaultSystem running = shared;
        if (running == null) {
            running = new FaultSystem();
            shared = running;
            Runtime.getRuntime().addShutdownHook(new Thread(running::discard, "fault-system-end"));
        }
        return running;
    }

    /** After a failure: nobody uses this one again. @return where its logs are kept */
    static synchronized String abandon() {
        FaultSystem failed = shared;
        shared = null;
        if (failed == null) {
            return "nowhere";
        }
        failed.close();
        return failed.keepLogs();
    }

    private String keepLogs() {
        try {
            Path kept = Files.createTempDirectory(Files.createDirectories(Path.of("target", "fault-logs")), "logs-");
            try (var logs = Files.list(directory.path().resolve("logs"))) {
                for (Path log : logs.toList()) {
                    Files.copy(log, kept.resolve(log.getFileName()));
                }
            }
            return kept.toString();
        } catch (IOException e) {
            return "nowhere: " + e;
        }
    }

    private FaultSystem() {
        Path path = SharedParts.directory("faults");
        this.directory = DataDirectory.open(path);
        var children = directory.children();
        this.mongo = MongodReplicaSet.start(children, directory.folder("mongo"));
        this.redis = RedisServer.start(children, new RedisOptions(directory.folder("redis"), 0));
        Map<String, String> overrides = new HashMap<>(SharedParts.EAGER_CLEANER);
        overrides.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        BrokerSettings broker = new BrokerSettings(directory.path().resolve("kafka"), 0, overrides);
        List<TcpRelay> ways = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int port = Ports.free();
            TcpRelay way = TcpRelay.to(port);
            broker = broker.withDetour(port, way.port());
            ways.add(way);
        }
        this.kafka = KafkaProcess.start(children, broker);
        Services services = new Services(children, directory.path());
        for (int i = 0; i < 2; i++) {
            writers.add(services.writer(i, mongo.uri(), TcpRelay.socks(), ways.get(i)));
            propagators.add(services.propagator(i, ways.get(2 + i), TcpRelay.to(redis.port())));
            readers.add(services.reader(i, TcpRelay.to(redis.port())));
        }
        writers.forEach(Part::launch);
        propagators.getFirst().launch();
        readers.forEach(Part::launch);
        writers.forEach(Part::awaitReady);
        makeEnvironments();
        running().forEach(Part::awaitReady);
        awaitEnvironments();
        this.checker = new Checker(this);
        LOG.info("everything runs in {}", directory.path());
    }

    private void makeEnvironments() {
        WriteClient client =
                new WriteClient(writerUrls(), new Acknowledged(), RandomGenerator.of("L64X128MixRandom"), "start");
        OptionalLong _ = client.environment(Load.DEV, true);
        OptionalLong _ = client.environment(Load.PROD, true);
    }

    /** A reader may be ready before it has heard of them; from here on there is no excuse. */
    private void awaitEnvironments() {
        for (String reader : readerUrls()) {
            for (String environment : Load.LASTING) {
                String url = reader + "/v1/snapshots/any/" + environment;
                Await.until(url + " to be served", CONVERGED_WITHIN, () -> Http.answers(url));
            }
        }
    }

    MongodReplicaSet mongo() {
        return mongo;
    }

    KafkaProcess kafka() {
        return kafka;
    }

    RedisServer redis() {
        return redis;
    }

    Checker checker() {
        return checker;
    }

    List<Part> writers() {
        return writers;
    }

    Part propagator() {
        return propagators.getFirst();
    }

    /** The one that most scenarios do without. */
    Part secondPropagator() {
        return propagators.getLast();
    }

    List<Part> readers() {
        return readers;
    }

    List<String> writerUrls() {
        return writers.stream().map(Part::url).toList();
    }

    List<String> readerUrls() {
        return readers.stream().map(Part::url).toList();
    }

    private List<Part> all() {
        List<Part> all = new ArrayList<>(writers);
        all.addAll(propagators);
        all.addAll(readers);
        return all;
    }

    private List<Part> running() {
        return all().stream().filter(Part::started).toList();
    }

    /** The writer that relays now; load must be running. */
    Part relayingWriter() {
        Map<Part, Double> before = new HashMap<>();
        writers.forEach(writer -> before.put(writer, relayed(writer)));
        return Await.value(
                "a writer that relays",
                Duration.ofSeconds(20),
                () -> writers.stream()
                        .filter(writer -> relayed(writer) > before.get(writer))
                        .findFirst());
    }

    private static double relayed(Part writer) {
        return writer.metric("headwater_writer_relayed_commits_total").orElse(Double.MAX_VALUE);
    }

    /** The other one. */
    Part otherWriter(Part writer) {
        return writers.get(1 - writers.indexOf(writer));
    }

    /** The revision that Redis holds of an environment; -1 where none, or it does not answer. */
    long redisRevision(String environment) {
        try (RedisView view = new RedisView(redis.port())) {
            return view.revision(environment);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Ends every fault: all that should run runs, and every way is open. Does not wait for anything to be ready. */
    void heal() {
        if (!redis.process().isAlive()) {
            redis.restart();
        } else {
            redis.resume();
        }
        if (!kafka.process().isAlive()) {
            kafka.restart();
        } else {
            kafka.resume();
        }
        mongo.heal();
        running().forEach(Part::heal);
    }

    /** Waits until every service says that it is ready. */
    void awaitReady() {
        running().forEach(Part::awaitReady);
    }

    private void discard() {
        directory.children().kill();
    }

    @Override
    public void close() {
        all().forEach(part -> part.relays().forEach(TcpRelay::close));
        directory.children().kill();
        directory.close();
        checker.close();
    }

    /** How long everything may take to arrive everywhere once the faults have ended. */
    static final Duration CONVERGED_WITHIN = Duration.ofSeconds(90);
}
