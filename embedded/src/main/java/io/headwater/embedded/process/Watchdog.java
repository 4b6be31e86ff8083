package io.headwater.embedded.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kills the children when this JVM dies, however it dies.
 *
 * <p>A shell waits at the end of a pipe that only this JVM holds. It is told which processes run; when the pipe closes,
 * because the JVM has ended or was killed, it kills those that still do. A shutdown hook alone would not run after
 * {@code kill -9} or when memory runs out.
 */
final class Watchdog {

    private static final String SCRIPT = """
            trap '' INT HUP TERM
            pids=' '
            while read -r change pid; do
              case $change in
                +) pids="$pids$pid " ;;
                -) pids="${pids%% $pid *} ${pids#* $pid }" ;;
              esac
            done
            for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
            """;

    private static @Nullable Watchdog shared;

    private final OutputStream pipe;

    private Watchdog(OutputStream pipe) {
        this.pipe = pipe;
    }

    /** The one of this JVM; started when first needed. */
    static synchronized Watchdog shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static Watchdog start() {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(List.of("/bin/sh", "-c", SCRIPT));
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Watchdog(shell.getOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot start the watchdog of the child processes", failure);
        }
    }

    /** Kills this process when the JVM dies before it. */
    void watch(Process process) throws IOException {
        tell("+", process.pid());
        // Its pid can be given to somebody else's process after its end.
        var _ = process.onExit().thenAccept(this::forget);
    }

    private void forget(Process process) {
        try {
            tell("-", process.pid());
        } catch (IOException shellGone) {
            // Somebody killed the shell: then it kills nobody either.
            return;
        }
    }

    private synchronized void tell(String change, long pid) throws IOException {
        pipe.write((change + " " + pid + "\n").getBytes(StandardCharsets.UTF_8));
        pipe.flush();
    }
}
