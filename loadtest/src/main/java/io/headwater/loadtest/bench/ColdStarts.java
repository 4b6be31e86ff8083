package io.headwater.loadtest.bench;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.Ports;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Readers that are started by {@code ./headwater reader}, as it starts them, and timed until the first snapshot is
 * answered. The same script in a folder that has everything of the build but its AOT caches starts them without one. For
 * one thread.
 */
final class ColdStarts {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(1);
    private static final String SCRIPT = "headwater";
    private static final String CACHE = ".aot";

    private final BenchSystem system;
    private final Path without;

    ColdStarts(BenchSystem system) throws IOException {
        this.system = system;
        this.without = withoutCaches(system.home(), system.folder("without-caches"));
    }

    /** A folder with the script, and the built files of the reader by links, but no AOT cache. */
    private static Path withoutCaches(Path home, Path folder) throws IOException {
        Files.copy(home.resolve(SCRIPT), folder.resolve(SCRIPT));
        Path built = home.resolve(ServiceName.READER.module()).resolve("target");
        Path target = Files.createDirectories(
                folder.resolve(ServiceName.READER.module()).resolve("target"));
        try (Stream<Path> files = Files.list(built)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(CACHE)).toList()) {
                Files.createSymbolicLink(target.resolve(file.getFileName()), file.toAbsolutePath());
            }
        }
        if (!folder.resolve(SCRIPT).toFile().setExecutable(true)) {
            throw new IOException("cannot make " + folder.resolve(SCRIPT) + " executable");
        }
        return folder;
    }

    /** As it is built. */
    Start asBuilt(String path) throws Exception {
        return start(system.home(), path);
    }

    /** Without an AOT cache. */
    Start withoutCache(String path) throws Exception {
        return start(without, path);
    }

    private Start start(Path home, String path) throws Exception {
        int port = Ports.free();
        Map<String, String> environment = new HashMap<>(system.settings());
        environment.put("HEADWATER_NO_BUILD", "1");
        // not those of the generator
        environment.put("HEADWATER_JAVA_OPTS", "");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HEADWATER_HTTP_PORT", Integer.toString(port));
        environment.put("HEADWATER_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        List<String> command = List.of(home.resolve(SCRIPT).toString(), "reader");
        long begun = System.nanoTime();
        ChildProcess process = system.children()
                .start(new ChildCommand("cold-reader", command, environment, system.folder("cold-reader")));
        try {
            awaitAnswer(process, port, path, begun + LIMIT.toNanos());
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            return new Start(taken, usesCache(process.pid()));
        } finally {
            process.close();
        }
    }

    private static void awaitAnswer(ChildProcess process, int port, String path, long deadline) throws Exception {
        while (true) {
            try (HttpConnection http = new HttpConnection(port)) {
                if (http.get(path).status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("a reader ended before it answered: " + process.logTail(), notYet);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("no 200 for " + path + " within " + LIMIT + ": " + process.logTail());
            }
            Thread.sleep(INTERVAL);
        }
    }

    // The file is mapped while it is used.
    private static boolean usesCache(long pid) throws IOException {
        Path maps = Path.of("/proc", Long.toString(pid), "maps");
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.anyMatch(line -> line.endsWith(CACHE));
        }
    }

    /** @param cached whether an AOT cache was in use */
    record Start(Duration taken, boolean cached) {
        double millis() {
            return taken.toNanos() / 1e6;
        }
    }
}
