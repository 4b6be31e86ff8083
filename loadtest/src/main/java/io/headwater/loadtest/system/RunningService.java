package io.headwater.loadtest.system;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One service as {@code ./headwater} would run it, on any free ports of this machine. */
public final class RunningService {
    /** How {@code ./headwater} runs a service where nobody says otherwise. */
    static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

    /** Gives the services other options: a variable, as it may have several words. */
    private static final String OPTIONS_VARIABLE = "HEADWATER_SERVICE_OPTS";

    private final ServiceName name;
    private final int port;
    private final int managementPort;
    private final ServiceProcess process;
    private final String jvmOptions;

    private RunningService(ServiceName name, ServiceProcess process, String jvmOptions, int port, int managementPort) {
        this.name = name;
        this.process = process;
        this.jvmOptions = jvmOptions;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Starts its jar without waiting for anything.
     *
     * @param home the root of the project
     * @param settings variables that every service gets
     */
    static RunningService launch(
            ServiceName name, Path home, ChildProcesses children, Path directory, Map<String, String> settings)
            throws IOException {
        return launch(name, name.module(), home, children, directory, settings, usualOptions());
    }

    /** What this run starts every service with. */
    static List<String> usualOptions() {
        return jvmOptions(System.getenv(OPTIONS_VARIABLE));
    }

    /**
     * The same for one of several replicas.
     *
     * @param replica names its log and its data
     * @param options of its JVM
     */
    static RunningService launch(
            ServiceName name,
            String replica,
            Path home,
            ChildProcesses children,
            Path directory,
            Map<String, String> settings,
            List<String> options)
            throws IOException {
        Path jar = home.resolve(name.module()).resolve("target").resolve(name.module() + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("there is no " + jar + "; ./headwater bench builds it");
        }
        int port = Ports.free();
        int managementPort = Ports.free();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HEADWATER_HTTP_PORT", Integer.toString(port));
        environment.put("HEADWATER_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put(
                "HEADWATER_DATA_DIR", directory.resolve(replica + "-data").toString());
        ServiceCommand command = ServiceCommand.ofJar(
                        replica, jar, environment, directory, uri(managementPort, "/health/ready"))
                .withJvmArguments(withAccess(options));
        return new RunningService(
                name, ServiceProcess.launch(children, command), String.join(" ", options), port, managementPort);
    }

    /** @param given separated by white space; null or blank for those of {@code ./headwater} */
    static List<String> jvmOptions(@Nullable String given) {
        return given == null || given.isBlank()
                ? JVM_OPTIONS
                : List.of(given.strip().split("\\s+", -1));
    }

    private static String[] withAccess(List<String> options) {
        String[] all = options.toArray(new String[options.size() + 2]);
        all[options.size()] = "--enable-native-access=ALL-UNNAMED";
        all[options.size() + 1] = "--sun-misc-unsafe-memory-access=allow";
        return all;
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Which one it is. */
    public ServiceName name() {
        return name;
    }

    /** The port of its API. */
    public int port() {
        return port;
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return managementPort;
    }

    /** The options of its JVM. */
    public String jvmOptions() {
        return jvmOptions;
    }

    /** Waits until it is ready. */
    void awaitReady() {
        process.awaitReady();
    }

    /** Its process id now. */
    public long pid() {
        return process.process().pid();
    }

    /** Whether it runs; a service whose memory is used up ends at once. */
    public boolean isAlive() {
        return process.process().isAlive();
    }

    /** The file with its output. */
    public Path log() {
        return process.log();
    }

    /** Stops it in mid-flight: it costs nothing and answers nobody. */
    void pause() {
        process.pause();
    }

    /** Ends it in order. */
    public void end() {
        process.close();
    }

    /** Ends it in order and starts it again. @return the time from its start until it was ready */
    public Duration restart() {
        int code = process.terminate(Duration.ofSeconds(20));
        if (code == 137) {
            throw new IllegalStateException(name.module() + " did not end within 20 s after SIGTERM");
        }
        long begun = System.nanoTime();
        process.restart();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
