package io.headwater.loadtest.bench;

import io.headwater.loadtest.fleet.Fleet;
import io.headwater.loadtest.fleet.Wave;
import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.Progress;
import io.headwater.loadtest.system.RunningService;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What all measurements of streams do: subscribe, write, wait until everybody has it. For one thread. */
final class Streams implements AutoCloseable {
    static final String ENVIRONMENT = "dev";

    private static final String GAUGE = "headwater_reader_streams ";
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);
    private static final Duration WAVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(40);

    private final BenchSystem system;
    private final Writer writer;
    private final Report report;
    private final Effort effort;
    private final Progress progress;
    private long number;
    private long brokenChains;
    private long lost;
    private String trouble = "";

    Streams(BenchSystem system, Report report, Effort effort, Progress progress) throws IOException {
        this.system = system;
        this.report = report;
        this.effort = effort;
        this.progress = progress;
        this.writer = new Writer(system.service(ServiceName.WRITER).port());
        writer.environment(ENVIRONMENT, 1);
    }

    BenchSystem system() {
        return system;
    }

    RunningService reader() {
        return system.service(ServiceName.READER);
    }

    Writer writer() {
        return writer;
    }

    Report report() {
        return report;
    }

    Effort effort() {
        return effort;
    }

    void say(String line) {
        progress.say(line);
    }

    static String path(String service) {
        return "/v1/stream/" + service + "/" + ENVIRONMENT;
    }

    /** Puts another value of 200 bytes. @return its revision */
    long put(String service) throws IOException {
        return writer.put(service, ENVIRONMENT, "payments.retry.max", ++number);
    }

    /** Subscribes that many to the newest state, which exists. */
    Fleet subscribe(String service, int count) throws IOException, InterruptedException, TimeoutException {
        return Fleet.connect(reader().port(), path(service), count, CONNECT_LIMIT);
    }

    /** Writes once, and waits until all of the fleet have it. */
    Trip wave(String service, Fleet fleet) throws IOException, InterruptedException, TimeoutException {
        long sent = System.nanoTime();
        long revision = put(service);
        return new Trip(sent, fleet.await(revision, WAVE_LIMIT));
    }

    /** One change on its way to everybody. */
    record Trip(long sent, Wave wave) {
        /** Until the last one had it, in milliseconds. */
        double last() {
            return (wave.last() - sent) / 1e6;
        }
    }

    /** Ends a fleet. */
    void close(String service, Fleet fleet) throws IOException {
        brokenChains += fleet.brokenChains();
        lost += fleet.lost();
        trouble = trouble.isEmpty() ? fleet.trouble() : trouble;
        fleet.close();
        // Who is written to is noticed to be gone.
        long _ = put(service);
    }

    /** Ends the last fleet that there is, and waits until the reader has noticed. */
    void end(String service, Fleet fleet) throws IOException, InterruptedException, TimeoutException {
        close(service, fleet);
        awaitNoStreams();
    }

    /** A reader that does not count its streams is not waited for. */
    private void awaitNoStreams() throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + GONE_LIMIT.toNanos();
        while (streams() > 0) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the reader still counts " + streams() + " streams after " + GONE_LIMIT);
            }
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    private long streams() throws IOException {
        try (HttpConnection http = new HttpConnection(reader().managementPort())) {
            return http.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(GAUGE))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(GAUGE.length())))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Events that did not follow the one before, over all fleets that have ended. */
    long brokenChains() {
        return brokenChains;
    }

    /** Subscribers that lost their connection, over all fleets that have ended. */
    long lost() {
        return lost;
    }

    /** What went wrong first. */
    String trouble() {
        return trouble;
    }

    /** Puts values so large that nobody's socket takes the snapshot. @return about how many bytes it has */
    long putLarge(String service, int megabytes) throws IOException {
        String half = "x".repeat(500_000);
        for (int i = 0; i < megabytes * 2; i++) {
            String body =
                    "{\"changes\":[{\"op\":\"put\",\"service\":\"" + service + "\",\"environment\":\"" + ENVIRONMENT
                            + "\",\"key\":\"large-" + i + "\",\"value\":\"" + half + "\"}],\"message\":\"large\"}";
            long _ = writer.commit(body.getBytes(StandardCharsets.UTF_8));
        }
        return megabytes * 1_000_000L;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
