package io.headwater.loadtest.redis;

import io.headwater.embedded.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs {@code redis-benchmark} with 64 connections, one request at a time on each. */
public final class RedisBenchmark {
    /** How to get it. */
    public static final String MISSING = "no redis-benchmark on the PATH (Debian: apt-get install redis-tools)";

    private static final int CONNECTIONS = 64;
    private static final int PROBE = 50_000;

    private final Path program;
    private final int port;

    private RedisBenchmark(Path program, int port) {
        this.program = program;
        this.port = port;
    }

    /** The program on the {@code PATH}, to run against a server on this machine. */
    public static Optional<RedisBenchmark> find(int port) {
        return Programs.onPath("redis-benchmark").map(program -> new RedisBenchmark(program, port));
    }

    /** GETs a second of one value of that size, which is put first. Counts requests, so it takes about that long. */
    public double gets(int valueBytes, Duration about) throws IOException, InterruptedException {
        String size = Integer.toString(valueBytes);
        double _ = rate("SET", run("-t", "set", "-n", Integer.toString(CONNECTIONS), "-d", size));
        double probe = rate("GET", run("-t", "get", "-n", Integer.toString(PROBE), "-d", size));
        long count = Math.max(PROBE, (long) (probe * about.toMillis() / 1_000));
        return rate("GET", run("-t", "get", "-n", Long.toString(count), "-d", size));
    }

    private String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-c",
                Integer.toString(CONNECTIONS),
                "-P",
                "1",
                "--csv"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("redis-benchmark failed: " + output);
            }
            return output;
        } finally {
            process.destroy();
        }
    }

    /** The rate in a line such as {@code "GET","134589.50",…}. */
    static double rate(String test, String csv) {
        String start = "\"" + test + "\",\"";
        return csv.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length(), line.indexOf('"', start.length())))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("redis-benchmark did not say " + test + " in:\n" + csv));
    }
}
