package io.headwater.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one running process owns, and the child processes in it.
 *
 * <p>The operating system holds the lock, so it is free again after any kind of death. Safe for use by several threads.
 */
public final class DataDirectory implements AutoCloseable {

    private static final int DELETE_ATTEMPTS = 20;

    private final Path path;
    private final FileChannel lockFile;
    private final ChildProcesses children;

    private DataDirectory(Path path, FileChannel lockFile, ChildProcesses children) {
        this.path = path;
        this.lockFile = lockFile;
        this.children = children;
    }

    /**
     * Takes the directory, creating it where needed, and kills child processes that an earlier owner left running.
     *
     * @throws InUse when another live process, or this one, has it open
     */
    public static DataDirectory open(Path directory) {
        try {
            Path path = Files.createDirectories(directory).toRealPath();
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new InUse(path);
            }
            return new DataDirectory(path, channel, ChildProcesses.in(path));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + directory + " as data directory", failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return null;
        }
    }

    /** Its real path. */
    public Path path() {
        return path;
    }

    /** Its child processes. */
    public ChildProcesses children() {
        return children;
    }

    /** A folder of it, created where needed. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create " + path.resolve(name), failure);
        }
    }

    /** Deletes a directory and everything in it; files that vanish or come meanwhile are no error. */
    public static void deleteTree(Path directory) {
        for (int left = DELETE_ATTEMPTS; Files.exists(directory); left--) {
            try {
                Files.walkFileTree(directory, new Deletion());
            } catch (DirectoryNotEmptyException | NoSuchFileException meanwhile) {
                if (left == 0) {
                    throw new UncheckedIOException("Cannot delete " + directory, meanwhile);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot delete " + directory, failure);
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Ends the children, then gives the directory back. */
    @Override
    public void close() {
        children.close();
        try {
            lockFile.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot release " + path, failure);
        }
    }

    /** Somebody else runs in the directory. */
    public static final class InUse extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        InUse(Path path) {
            super("The data directory " + path + " is in use by another process. End that one first, or choose another"
                    + " directory.");
        }
    }
}
