package io.headwater.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Programs that were unpacked or downloaded once, kept for later starts in {@code $HEADWATER_CACHE}, else
 * {@code $XDG_CACHE_HOME/headwater}, else {@code ~/.cache/headwater}.
 *
 * <p>Safe for use by several threads and processes: one makes a program while the others wait, and a program is seen
 * whole or not at all.
 */
public final class ProgramCache {

    // A file lock works between processes only; threads of one process need this as well.
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path directory;

    /** A cache in a directory of its own. */
    public ProgramCache(Path directory) {
        this.directory = directory;
    }

    /** The user's cache. */
    public static ProgramCache ofUser() {
        return new ProgramCache(directoryFrom(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    static Path directoryFrom(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("HEADWATER_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("headwater");
    }

    /**
     * A program by the name of its file, made when it is not there yet.
     *
     * @param name says what it is and its version, since it is never made again under the same name
     * @param maker is given an empty directory of its own and answers with the program that it put there
     */
    public Path program(String name, Maker maker) {
        Path program = directory.resolve(name);
        if (Files.isExecutable(program)) {
            return program;
        }
        IN_PROCESS.lock();
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.isExecutable(program)) {
                    make(program, maker);
                }
            }
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot keep " + name + " in the cache " + directory, failure);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private void make(Path program, Maker maker) throws IOException {
        Path workshop = Files.createTempDirectory(directory, "making-");
        try {
            Path made = maker.make(workshop);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DataDirectory.deleteTree(workshop);
        }
    }

    /** Makes a program. */
    @FunctionalInterface
    public interface Maker {

        /**
         * Puts the program into the workshop.
         *
         * @param workshop an empty directory in the file system of the cache
         */
        Path make(Path workshop) throws IOException;
    }
}
