package io.headwater.e2e.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headwater.testkit.contract.ContractClient;
import io.headwater.testkit.contract.OpenApiContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code ./headwater dev} as somebody runs it who reads its one line of JSON. */
final class DevProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final JsonNode announced;
    private final BufferedReader output;

    private DevProcess(Process process, Path log, JsonNode announced, BufferedReader output) {
        this.process = process;
        this.log = log;
        this.announced = announced;
        this.output = output;
    }

    /** Starts it on any free ports and returns when it has announced itself. */
    static DevProcess start(String... options) throws Exception {
        return startIn(Path.of(System.getProperty("java.io.tmpdir")), options);
    }

    /** @param temporary where it keeps temporary files */
    static DevProcess startIn(Path temporary, String... options) throws Exception {
        Path log = Files.createTempFile("headwater-dev-", ".log");
        Process process = launch(temporary, log, options);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = CompletableFuture.supplyAsync(() -> readLine(output))
                .completeOnTimeout("", READY_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (line.isEmpty()) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("./headwater dev did not get ready:\n" + Files.readString(log));
        }
        return new DevProcess(process, log, new JsonMapper().readTree(line), output);
    }

    /** Starts it on any free ports, and waits for nothing. */
    static Process launch(Path temporary, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                repository().resolve("headwater").toString(), "dev", "--print-json",
                "--writer-port", "0", "--reader-port", "0", "--webhook-port", "0",
                "--kafka-port", "0", "--mongo-port", "0", "--redis-port", "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("HEADWATER_NO_BUILD", "1");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        return builder.start();
    }

    private static String readLine(BufferedReader output) {
        try {
            return Optional.ofNullable(output.readLine()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** The folder that holds the command. */
    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("headwater"))) {
            here = here.getParent();
        }
        return here;
    }

    JsonNode announced() {
        return announced;
    }

    String url(String service) {
        return announced.get(service).asText();
    }

    ContractClient writer() {
        return new ContractClient(url("writer"), OpenApiContract.writer());
    }

    ContractClient reader() {
        return new ContractClient(url("reader"), OpenApiContract.reader());
    }

    /** The line in which it says how long the start took. */
    String readyAfter() throws IOException {
        return log().lines()
                .filter(line -> line.contains(" s after the start of the JVM"))
                .findFirst()
                .orElseThrow();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** The process and all that it started. */
    List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(process.toHandle().descendants().toList());
        family.add(process.toHandle());
        return family;
    }

    /** What it wrote to standard output after its announcement. */
    String restOfOutput() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    /** Ctrl-C, as the terminal sends it; the exit status. */
    int interrupt() throws Exception {
        return signal("INT");
    }

    /** {@code kill -9}. */
    int kill() throws Exception {
        return signal("KILL");
    }

    private int signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after SIG" + name + ":\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            interrupt();
        }
        Files.deleteIfExists(log);
    }
}
