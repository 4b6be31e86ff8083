package io.headwater.loadtest.wrk;

import io.headwater.embedded.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs wrk with one thread and 64 connections. Safe for use by several threads. */
public final class Wrk {
    /** How to get it. */
    public static final String MISSING = "no wrk on the PATH (Debian: apt-get install wrk)";

    private static final int THREADS = 1;
    private static final int CONNECTIONS = 64;

    private final Path program;

    private Wrk(Path program) {
        this.program = program;
    }

    /** The one on the {@code PATH}. */
    public static Optional<Wrk> find() {
        return Programs.onPath("wrk").map(Wrk::new);
    }

    /**
     * Asks for one URL as fast as it can.
     *
     * @param length in whole seconds, at least one
     * @param headers each as {@code Name: value}
     */
    public Load run(String url, Duration length, String... headers) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-t" + THREADS,
                "-c" + CONNECTIONS,
                "-d" + Math.max(1, length.toSeconds()) + "s",
                "--timeout",
                "10s",
                "--latency"));
        for (String header : headers) {
            command.add("-H");
            command.add(header);
        }
        command.add(url);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("wrk cannot ask for " + url + ": " + output);
            }
            return Load.parse(output);
        } finally {
            process.destroy();
        }
    }
}
