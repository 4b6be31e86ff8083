package io.headwater.standalone;

import io.headwater.embedded.process.DataDirectory;
import io.headwater.propagator.PropagatorService;
import io.headwater.propagator.PropagatorSettings;
import io.headwater.reader.Reader;
import io.headwater.reader.ReaderSettings;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsValues;
import io.headwater.writer.Writer;
import io.headwater.writer.WriterSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The three services as they run in production, with settings for one machine, in this process. */
public final class DevServices implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final List<Lifecycle> services;

    private DevServices(List<Lifecycle> services) {
        this.services = services;
    }

    /** Starts them; they become ready in the background. */
    static DevServices start(PortPlan ports, EmbeddedParts parts, DataDirectory directory) throws Exception {
        Lifecycle writer = new Writer(WriterSettings.config(
                        settings(WriterSettings.SETTINGS, ports.writer(), ports.writerManagement(), parts, directory)))
                .lifecycle();
        Lifecycle propagator = PropagatorService.create(
                settings(PropagatorSettings.SETTINGS, 0, ports.propagatorManagement(), parts, directory));
        Lifecycle reader = Reader.create(ReaderSettings.config(
                        settings(ReaderSettings.SETTINGS, ports.reader(), ports.readerManagement(), parts, directory)))
                .lifecycle();
        DevServices started = new DevServices(List.of(reader, propagator, writer));
        try {
            writer.start();
            propagator.start();
            reader.start();
        } catch (Exception e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static SettingsValues settings(
            Settings known, int port, int managementPort, EmbeddedParts parts, DataDirectory directory) {
        return known.read(environment(port, managementPort, parts, directory.folder("services")), Optional.empty());
    }

    /** A service's settings for one machine, as environment variables. */
    public static Map<String, String> environment(int port, int managementPort, EmbeddedParts parts, Path data) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HEADWATER_HTTP_HOST", LOOPBACK,
                "HEADWATER_HTTP_PORT", Integer.toString(port),
                "HEADWATER_MANAGEMENT_HOST", LOOPBACK,
                "HEADWATER_MANAGEMENT_PORT", Integer.toString(managementPort),
                "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", parts.kafka(),
                "HEADWATER_REDIS_ADDRESSES", parts.redis(),
                "HEADWATER_MONGO_URI", parts.mongo(),
                "HEADWATER_DATA_DIR", data.toString()));
        // After a kill there is nobody else to relay, so nobody is waited for.
        environment.put("HEADWATER_RELAY_LEASE", "1s");
        // The heap is shared with everything else.
        environment.put("HEADWATER_CACHE_MEMORY", "15%");
        return environment;
    }

    /** Where a port of this machine is. */
    public static String url(int port) {
        return "http://" + LOOPBACK + ":" + port;
    }

    /** Tells of a service that stops because it cannot go on. */
    void whenFailed(Consumer<Throwable> told) {
        for (Lifecycle service : services) {
            Thread _ = Thread.ofVirtual().start(() -> {
                service.awaitStopped();
                service.failure().ifPresent(told);
            });
        }
    }

    @Override
    public void close() {
        services.forEach(Lifecycle::stop);
    }
}
