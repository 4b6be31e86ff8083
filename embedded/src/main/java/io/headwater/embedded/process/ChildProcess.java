package io.headwater.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A running (or ended) child process, with the ways in which a process can fail.
 *
 * <p>Made by {@link ChildProcesses#start}. Safe for use by several threads. Signals need a POSIX system.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 25;

    private final String name;
    private final Process process;
    private final Path log;

    ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** The name that it was started under. */
    public String name() {
        return name;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** The file to which its output goes, appended over restarts. */
    public Path log() {
        return log;
    }

    /** Whether it has not ended; a paused process is alive. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code once it has ended; 128 + the number of the signal that ended it. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Ends it as a crash would (SIGKILL) and waits until it is gone. Does nothing when it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(GRACE);
    }

    /** Stops it in mid-flight (SIGSTOP): its connections stay open and nothing answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause()} (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Asks it to end (SIGTERM) and returns at once. */
    public void requestEnd() {
        process.destroy();
    }

    /**
     * Asks it to end (SIGTERM), and kills it when it has not ended within the grace period.
     *
     * @return the exit code; 137 when it had to be killed
     */
    public int terminate(Duration grace) {
        if (process.isAlive()) {
            // A paused process would see SIGTERM only after it goes on.
            signal("CONT");
            process.destroy();
            if (!awaitExit(grace)) {
                kill();
            }
        }
        return process.exitValue();
    }

    /** Waits for its end. @return whether it has ended */
    public boolean awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** The last lines of its log, for a message about why it did not start. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    /** {@link #terminate} with ten seconds of grace. */
    @Override
    public void close() {
        terminate(GRACE);
    }

    void signal(String signal) {
        if (!process.isAlive()) {
            return;
        }
        // The shell's own kill: minimal systems have no program of that name.
        List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + pid());
        try {
            Process sender =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (sender.waitFor() != 0 && process.isAlive()) {
                throw new IllegalStateException("Cannot send SIG" + signal + " to " + this + ": "
                        + new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + signal + " to " + this, interrupted);
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
