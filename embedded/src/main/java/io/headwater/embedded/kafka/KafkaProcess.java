package io.headwater.embedded.kafka;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.DataDirectory;
import io.headwater.embedded.process.Readiness;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker of {@link EmbeddedKafka} as a child JVM, which can be killed, paused, and started again on its data and its
 * port. Safe for use by several threads, one command at a time.
 */
public final class KafkaProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final ChildProcesses children;
    private final BrokerSettings settings;
    private final String name;
    private ChildProcess child;

    private KafkaProcess(ChildProcesses children, String name, BrokerSettings settings) {
        this.children = children;
        this.name = name;
        this.settings = settings;
        this.child = launch();
    }

    /** Starts a broker named {@code kafka}. Returns when it takes requests. */
    public static KafkaProcess start(ChildProcesses children, BrokerSettings settings) {
        return start(children, "kafka", settings);
    }

    /** Starts a broker whose log and pid file have the given name. Returns when it takes requests. */
    public static KafkaProcess start(ChildProcesses children, String name, BrokerSettings settings) {
        return new KafkaProcess(children, name, settings);
    }

    private ChildProcess launch() {
        try {
            BrokerMain.prepare(settings);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + settings.directory() + " for Kafka", failure);
        }
        Path ready = BrokerMain.readyFile(settings.directory());
        ChildProcess started = children.start(new ChildCommand(name, command(), settings.directory()));
        String pid = Long.toString(started.pid());
        Readiness.await(
                started,
                START_LIMIT,
                () -> Files.exists(ready) && Files.readString(ready).equals(pid));
        LOG.info("Kafka takes requests at {}", settings.bootstrapServers());
        return started;
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx512m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.net.preferIPv4Stack=true",
                "-Dlogback.configurationFile=io/headwater/embedded/kafka/broker-logback.xml",
                "-cp",
                absoluteClassPath(),
                BrokerMain.class.getName(),
                settings.directory().toString());
    }

    // The child runs in another working directory.
    private static String absoluteClassPath() {
        List<String> absolute = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            absolute.add(Path.of(each).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, absolute);
    }

    /** Where clients connect; the same over restarts. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** The process as it runs now. */
    public synchronized ChildProcess process() {
        return child;
    }

    /** SIGKILL. */
    public synchronized void kill() {
        child.kill();
    }

    /** SIGSTOP. */
    public synchronized void pause() {
        child.pause();
    }

    /** SIGCONT. */
    public synchronized void resume() {
        child.resume();
    }

    /** Ends it in order, if it runs, and starts it on the same data and port. Returns when it takes requests. */
    public synchronized void restart() {
        child.close();
        child = launch();
    }

    /** Kills it and deletes its data: the next {@link #restart()} is an empty cluster with another id. */
    public synchronized void wipe() {
        child.kill();
        DataDirectory.deleteTree(settings.directory());
    }

    /** Ends it in order. */
    @Override
    public synchronized void close() {
        child.close();
    }
}
