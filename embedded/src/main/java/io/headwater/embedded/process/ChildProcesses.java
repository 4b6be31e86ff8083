package io.headwater.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child processes of one directory: starts them, writes down their pids, and sees to it that none outlives its
 * parent.
 *
 * <p>Three nets, since each has a hole: {@link #close()} ends the children in order; a {@link Watchdog} ends them when
 * this JVM dies in any way; and the pid files let the next start in the same directory end what is left over after both
 * were killed. Safe for use by several threads. Only one instance may use a directory at a time: see
 * {@link DataDirectory}.
 */
public final class ChildProcesses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcesses.class);

    private final Path pidDirectory;
    private final Path logDirectory;
    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();

    private ChildProcesses(Path pidDirectory, Path logDirectory) {
        this.pidDirectory = pidDirectory;
        this.logDirectory = logDirectory;
    }

    /**
     * Opens a directory, creating it where needed, and kills the children that an earlier parent left running in it.
     * Pids are kept in its folder {@code pids}, output in {@code logs}.
     */
    public static ChildProcesses in(Path directory) {
        try {
            Path pids = Files.createDirectories(directory.resolve("pids"));
            Path logs = Files.createDirectories(directory.resolve("logs"));
            endLeftOver(pids);
            return new ChildProcesses(pids, logs);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + directory + " for child processes", failure);
        }
    }

    private static void endLeftOver(Path pids) throws IOException {
        List<Path> files;
        try (var found = Files.list(pids)) {
            files = found.toList();
        }
        for (Path file : files) {
            Optional<ProcessHandle> leftOver = PidFile.read(file).flatMap(PidFile::runningProcess);
            leftOver.ifPresent(process -> {
                LOG.info("Ending {} (pid {}), left over from an earlier start", file.getFileName(), process.pid());
                process.destroyForcibly();
                process.onExit().join();
            });
            Files.deleteIfExists(file);
        }
    }

    /** The folder of the logs. */
    public Path logDirectory() {
        return logDirectory;
    }

    /** Starts a process. Its output is appended to {@code logs/<name>.log}. It may be started again after its end. */
    public ChildProcess start(ChildCommand command) {
        Path log = logDirectory.resolve(command.name() + ".log");
        List<String> arguments = new ArrayList<>(OwnSession.prefix());
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(command.environment());
        try {
            Process process = builder.start();
            Watchdog.shared().watch(process);
            Path pidFile = pidDirectory.resolve(command.name());
            PidFile.of(process.toHandle()).write(pidFile);
            ChildProcess child = new ChildProcess(command.name(), process, log);
            children.removeIf(earlier -> !earlier.isAlive());
            children.add(child);
            LOG.debug("Started {}, output in {}", child, log);
            return child;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "Cannot start " + command.name() + " ("
                            + command.arguments().getFirst() + ")",
                    failure);
        }
    }

    /** Kills those that still run (SIGKILL). */
    public void kill() {
        children.forEach(ChildProcess::kill);
        children.clear();
    }

    /** Ends those that still run, the youngest first, each with ten seconds of grace. */
    @Override
    public void close() {
        for (ChildProcess child : children.reversed()) {
            child.close();
        }
        children.clear();
    }
}
