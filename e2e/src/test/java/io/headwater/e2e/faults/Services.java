package io.headwater.e2e.faults;

import io.headwater.e2e.faults.Part.Uses;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.TcpRelay;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How the services are started: from their jars, with timings so short that a fail-over takes a second or two. */
final class Services {
    static final String DATABASE = "headwater";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final ChildProcesses children;
    private final Path directory;

    Services(ChildProcesses children, Path directory) {
        this.children = children;
        this.directory = directory;
    }

    Part writer(int number, String mongoUri, TcpRelay mongo, TcpRelay kafka) {
        Map<String, String> settings = new HashMap<>();
        settings.put("mongo.uri", mongoUri + "&proxyHost=127.0.0.1&proxyPort=" + mongo.port());
        settings.put("mongo.database", DATABASE);
        settings.put("mongo.timeout", "1s");
        settings.put("commit.timeout", "2500ms");
        settings.put("follow.interval", "50ms");
        settings.put("relay.lease", "1500ms");
        settings.put("relay.transaction-timeout", "5s");
        settings.put("relay.check-interval", "300ms");
        settings.put("kafka.bootstrap-servers", kafka.address());
        return service("writer-" + number, "config-writer", settings, Map.of(Uses.MONGO, mongo, Uses.KAFKA, kafka));
    }

    Part propagator(int number, TcpRelay kafka, TcpRelay redis) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap-servers", kafka.address());
        settings.put("redis.addresses", "redis://" + redis.address());
        settings.put("redis.timeout", "500ms");
        settings.put("streams.session-timeout", "6s");
        settings.put("sink.heartbeat", "200ms");
        settings.put("sink.lease", "1500ms");
        settings.put("data.dir", directory.resolve("propagator-" + number).toString());
        return service(
                "propagator-" + number, "config-propagator", settings, Map.of(Uses.KAFKA, kafka, Uses.REDIS, redis));
    }

    Part reader(int number, TcpRelay redis) {
        Map<String, String> settings = new HashMap<>();
        settings.put("redis.addresses", "redis://" + redis.address());
        settings.put("redis.timeout", "1s");
        settings.put("view.interval", "100ms");
        settings.put("stream.heartbeat", "1s");
        settings.put("stream.reconnect", "20ms");
        return service("reader-" + number, "config-reader", settings, Map.of(Uses.REDIS, redis));
    }

    private Part service(String name, String module, Map<String, String> settings, Map<Uses, TcpRelay> relays) {
        int port = Ports.free();
        int management = Ports.free();
        Map<String, String> all = new HashMap<>(settings);
        all.put("http.host", "127.0.0.1");
        all.put("http.port", Integer.toString(port));
        all.put("management.host", "127.0.0.1");
        all.put("management.port", Integer.toString(management));
        Map<String, String> environment = new HashMap<>();
        all.forEach((setting, value) -> environment.put(variable(setting), value));
        URI ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
        ServiceCommand command = ServiceCommand.ofJar(name, jar(module), environment, directory, ready)
                .within(START_LIMIT);
        return new Part(children, command, "http://127.0.0.1:" + port, relays);
    }

    private static String variable(String setting) {
        return "HEADWATER_" + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static Path jar(String module) {
        // Tests run in the directory of their module.
        return Path.of("..", module, "target", module + ".jar");
    }
}
