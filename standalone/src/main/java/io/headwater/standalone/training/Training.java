package io.headwater.standalone.training;

import io.headwater.embedded.process.DataDirectory;
import io.headwater.standalone.DevHttp;
import io.headwater.standalone.DevServices;
import io.headwater.standalone.EmbeddedParts;
import io.headwater.standalone.PortPlan;
import io.headwater.standalone.SampleImport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what a cache is made for as it runs in production, asks it everything, and ends it in order. */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final Path modules;
    private final DataDirectory directory;
    private final List<String> options;
    private final DevHttp http = new DevHttp();

    /**
     * @param modules the folder that holds the modules, with their jars
     * @param directory for data and logs
     * @param options of the JVMs
     */
    Training(Path modules, DataDirectory directory, List<String> options) {
        this.modules = modules;
        this.directory = directory;
        this.options = options;
    }

    /** Makes the caches of the three services. */
    void services() throws IOException, InterruptedException {
        PortPlan ports = PortPlan.free();
        try (EmbeddedParts parts = EmbeddedParts.start(directory, ports, LOG::info)) {
            List<TrainedJvm> services = new ArrayList<>();
            services.add(service("config-writer", ports.writer(), ports.writerManagement(), parts));
            services.add(service("config-propagator", 0, ports.propagatorManagement(), parts));
            services.add(service("config-reader", ports.reader(), ports.readerManagement(), parts));
            String writer = DevServices.url(ports.writer());
            List<String> management = List.of(
                    DevServices.url(ports.writerManagement()),
                    DevServices.url(ports.propagatorManagement()),
                    DevServices.url(ports.readerManagement()));
            for (int i = 0; i < services.size(); i++) {
                String ready = management.get(i) + "/health/ready";
                services.get(i).await(() -> answers(ready));
            }
            new SampleImport(http, writer).run();
            new TrainingRequests(writer, DevServices.url(ports.reader()), management).run();
            services.reversed().forEach(TrainedJvm::requestEnd);
            for (TrainedJvm service : services) {
                service.awaitCache();
            }
        }
    }

    private TrainedJvm service(String module, int port, int managementPort, EmbeddedParts parts) throws IOException {
        Map<String, String> settings =
                DevServices.environment(port, managementPort, parts, directory.folder(module + "-data"));
        return TrainedJvm.start(directory.children(), modules, module, options, List.of(), settings);
    }

    /** Makes the cache of {@code ./headwater dev}. */
    void dev() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("--print-json", "--data", directory.folder("dev").toString()));
        for (String port : List.of("writer", "reader", "webhook", "kafka", "mongo", "redis")) {
            arguments.addAll(List.of("--" + port + "-port", "0"));
        }
        TrainedJvm dev = TrainedJvm.start(directory.children(), modules, "standalone", options, arguments, Map.of());
        dev.await(() -> announced(dev.log()).isPresent());
        Announced where = Announced.parse(announced(dev.log()).orElseThrow());
        new TrainingRequests(where.writer(), where.reader(), where.management()).run();
        dev.requestEnd();
        dev.awaitCache();
    }

    private static Optional<String> announced(Path log) throws IOException {
        return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("{\"writer\""))
                .findFirst();
    }

    private boolean answers(String url) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url))).statusCode() == 200;
        } catch (InterruptedException e) {
            // Readiness looks at it.
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
