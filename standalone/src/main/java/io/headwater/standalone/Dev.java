package io.headwater.standalone;

import io.headwater.embedded.process.DataDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of everything: starts it in order, says where it is, and takes it down in reverse when the process ends. */
final class Dev {
    private static final Logger LOG = LoggerFactory.getLogger(Dev.class);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);

    private final DevOptions options;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Thread starter = Thread.currentThread();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private volatile boolean stopped;

    private Dev(DevOptions options) {
        this.options = options;
    }

    /**
     * Starts everything and returns when it is ready; a shutdown hook takes it down.
     *
     * @throws StoppedException if the process was told to end before
     */
    static Dev run(DevOptions options) throws Exception {
        Dev dev = new Dev(options);
        Runtime.getRuntime().addShutdownHook(new Thread(dev::end, "stop"));
        try {
            dev.start();
            return dev;
        } catch (Exception e) {
            boolean told = dev.stopped;
            dev.stop();
            throw told ? new StoppedException() : e;
        } finally {
            dev.settled.countDown();
        }
    }

    /** Waits until a service finds that it cannot go on, for good if none does. @return why */
    Throwable awaitFailure() throws InterruptedException {
        try {
            return failed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is just being started ends in order as well: nothing may write behind the back of who cleans up. */
    private void end() {
        stopped = true;
        starter.interrupt();
        try {
            boolean quiet = settled.await(SETTLED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            LOG.debug("the start has ended: {}", quiet);
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
        stop();
    }

    private void start() throws Exception {
        PortPlan ports = PortPlan.choose(options, LOG::info);
        DataDirectory directory = openDirectory();
        EmbeddedParts parts = keep(EmbeddedParts.start(directory, ports, LOG::info));
        DevServices services = keep(DevServices.start(ports, parts, directory));
        services.whenFailed(failed::complete);
        DevHttp http = new DevHttp();
        http.awaitReady(ports, READY_WITHIN, failed);
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
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        LOG.info("ready {} s after the start of the JVM\n{}", seconds, announcement.text());
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
