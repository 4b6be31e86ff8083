package io.headwater.standalone.training;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM that records which classes it loads and what its compilers learn, and makes a cache of that when it ends in order:
 * {@code <module>/target/<module>.aot} (JEP 483, 514 and 515).
 */
final class TrainedJvm {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(3);

    private final ChildProcess process;
    private final Path unfinished;
    private final Path cache;

    private TrainedJvm(ChildProcess process, Path unfinished, Path cache) {
        this.process = process;
        this.unfinished = unfinished;
        this.cache = cache;
    }

    /**
     * Starts the jar of a module.
     *
     * @param modules the folder that holds the modules
     * @param options of the JVM: the cache is of use only to one that is started with the same
     */
    static TrainedJvm start(
            ChildProcesses children,
            Path modules,
            String module,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        Path target = modules.resolve(module).resolve("target");
        Path unfinished = target.resolve(module + ".aot.new");
        Files.deleteIfExists(unfinished);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.add("-XX:AOTCacheOutput=" + unfinished);
        line.add("-jar");
        line.add(target.resolve(module + ".jar").toString());
        line.addAll(arguments);
        ChildProcess process = children.start(new ChildCommand(module, line, environment, target));
        return new TrainedJvm(process, unfinished, target.resolve(module + ".aot"));
    }

    /** Waits until it serves. */
    void await(Readiness.Check serves) {
        Readiness.await(process, READY_WITHIN, serves);
    }

    /** The file with its output. */
    Path log() {
        return process.log();
    }

    /** Asks it to end, and returns at once: several make their caches beside each other. */
    void requestEnd() {
        process.requestEnd();
    }

    /** Waits until it has made its cache, and puts that in its place. */
    void awaitCache() throws IOException {
        if (!process.awaitExit(WRITTEN_WITHIN)) {
            process.kill();
        }
        if (!Files.exists(unfinished)) {
            throw new IllegalStateException(process + " ended with code "
                    + process.exitCode().orElse(-1) + " and has made no cache. The end of " + process.log() + ":\n"
                    + process.logTail());
        }
        Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    }
}
