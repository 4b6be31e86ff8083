package io.headwater.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What identifies a process over the life of its parent: pids are used again, so the start time belongs to it. The
 * program does not: a child begins as its launcher, and a script is seen as its shell.
 */
record PidFile(long pid, Instant start) {

    // The start time is computed from the boot time, which moves when the clock is set.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static PidFile of(ProcessHandle process) {
        return new PidFile(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    static Optional<PidFile> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            // Its writer was killed while it wrote.
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PidFile(Long.parseLong(lines.get(0)), Instant.ofEpochMilli(Long.parseLong(lines.get(1)))));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Files.writeString(file, pid + "\n" + start.toEpochMilli() + "\n");
    }

    /** The process itself, when it still runs and the pid has not gone to another. */
    Optional<ProcessHandle> runningProcess() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(actual -> Duration.between(start, actual).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
