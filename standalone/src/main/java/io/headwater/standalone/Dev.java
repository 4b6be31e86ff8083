package io.headwater.standalone;

import io.headwater.embedded.process.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of everything: starts it in order, says where it is, and takes it down in reverse when the process ends. */
final class Dev {
    private static final Logger LOG = LoggerFactory.getLogger(Dev.class);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final DevOptions options;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean stopped;

    private Dev(DevOptions options) {
        this.options = options;
    }

    /**
     * Starts everything and returns when it is ready; a shutdown hook takes it down.
     *
     * @throws StoppedException if the process was told to end before
     */
    static void run(DevOptions options) throws Exception {
        Dev dev = new Dev(options);
        Runtime.getRuntime().addShutdownHook(new Thread(dev::stop, "stop"));
        try {
            dev.start();
        } catch (Exception e) {
            dev.stop();
            throw e;
        }
    }

    private void start() throws Exception {
        PortPlan ports = PortPlan.choose(options, LOG::info);
        DataDirectory directory = openDirectory();
        EmbeddedParts parts = keep(EmbeddedParts.start(directory, ports, LOG::info));
        keep(DevServices.start(ports, parts, directory));
        DevHttp http = new DevHttp();
        http.awaitReady(ports, READY_WITHIN);
        if (options.sample) {
            new SampleImport(http, DevServices.url(ports.writer())).run();
        }
        announce(ports, parts);
    }

    private DataDirectory openDirectory() throws Exception {
        if (!options.ephemeral) {
            return keep(DataDirectory.open(options.dataOr(Path.of(".headwater"))));
        }
        Path temporary = Files.createTempDirectory("headwater-");
        keep((AutoCloseable) () -> DataDirectory.deleteTree(temporary));
        return keep(DataDirectory.open(temporary));
    }

    private synchronized <T extends AutoCloseable> T keep(T part) throws Exception {
        if (stopped) {
            part.close();
            throw new StoppedException();
        }
        running.push(part);
        return part;
    }

    private synchronized void stop() {
        stopped = true;
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in order", part, e);
            }
        }
    }

    private void announce(PortPlan ports, EmbeddedParts parts) throws IOException {
        Announcement announcement = new Announcement(ports, parts.kafka(), parts.mongo(), parts.redis());
        LOG.info("ready\n{}", announcement.text());
        if (options.printJson) {
            System.out.write((announcement.json() + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    /** The process is being ended. */
    static final class StoppedException extends Exception {
        StoppedException() {
            super("stopped", null, false, false);
        }
    }
}
