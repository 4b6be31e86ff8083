package io.headwater.runtime.lifecycle;

import io.headwater.runtime.logging.Logging;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsException;
import io.headwater.runtime.settings.SettingsValues;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every service's {@code Main} does: read the command line and the settings, build, run until a signal, stop.
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *     System.exit(new ServiceMain("config-writer", WriterSettings.SETTINGS, WriterService::create).run(arguments));
 * }
 * }</pre>
 */
public final class ServiceMain {

    /** Exit status after wrong usage or wrong settings. */
    public static final int WRONG_USAGE = 2;

    /** Exit status after a failure. */
    public static final int FAILED = 1;

    private final String name;
    private final Settings settings;
    private final Function<SettingsValues, Lifecycle> composition;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param settings among them {@link Logging#SETTINGS}
     * @param composition builds the whole graph of objects, and starts nothing; may throw {@link SettingsException} for
     *     settings that do not go together
     */
    public ServiceMain(String name, Settings settings, Function<SettingsValues, Lifecycle> composition) {
        this(name, settings, composition, System.getenv(), System.out, System.err);
    }

    ServiceMain(
            String name,
            Settings settings,
            Function<SettingsValues, Lifecycle> composition,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        this.name = name;
        this.settings = settings;
        this.composition = composition;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the service until it is told to stop. After SIGTERM or SIGINT this does not return: the process ends with
     * status 0 when everything is stopped.
     *
     * @return the exit status
     */
    public int run(String... arguments) {
        SettingsValues values;
        try {
            CommandLine line = CommandLine.parse(arguments);
            if (line.help()) {
                out.println("Usage: " + name + " [--config FILE] [--help]\n\n" + settings.help());
                return 0;
            }
            values = settings.read(environment, line.file());
        } catch (UsageException e) {
            err.println(name + ": " + e.getMessage() + "; allowed: --config FILE, --help");
            return WRONG_USAGE;
        } catch (SettingsException e) {
            return refused(e);
        }
        Logging.configure(values);
        Logger log = LoggerFactory.getLogger(ServiceMain.class);
        values.warnings().forEach(log::warn);
        values.describe().forEach(effective -> log.info("setting {}", effective));
        try {
            return runUntilStopped(composition.apply(values), log);
        } catch (SettingsException e) {
            return refused(e);
        } catch (RuntimeException e) {
            return failed(log, "cannot be built", e);
        }
    }

    private int refused(SettingsException refusal) {
        refusal.problems().forEach(problem -> err.println(name + ": " + problem));
        return WRONG_USAGE;
    }

    private int runUntilStopped(Lifecycle lifecycle, Logger log) {
        Thread hook = new Thread(
                () -> {
                    lifecycle.stop();
                    if (lifecycle.failure().isEmpty()) {
                        log.info("{} has stopped", name);
                        // A JVM that ends by SIGTERM has the status 143, and only this can change it from a hook.
                        Runtime.getRuntime().halt(0);
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            lifecycle.start();
            log.info("{} has started", name);
            lifecycle.awaitStopped();
        } catch (Exception e) {
            return failed(log, "cannot start", e);
        }
        return lifecycle
                .failure()
                .map(cause -> failed(log, "cannot go on", cause))
                .orElse(0);
    }

    private int failed(Logger log, String what, Throwable cause) {
        log.error("{} {}: {}", name, what, cause.getMessage(), cause instanceof StartRefusedException ? null : cause);
        return FAILED;
    }

    private record CommandLine(boolean help, Optional<Path> file) {

        static CommandLine parse(String... arguments) {
            boolean help = false;
            Optional<Path> file = Optional.empty();
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--help", "-h" -> help = true;
                    case "--config" -> {
                        i++;
                        if (i == arguments.length) {
                            throw new UsageException("--config needs the name of a file");
                        }
                        file = Optional.of(Path.of(arguments[i]));
                    }
                    default -> throw new UsageException("\"" + arguments[i] + "\" is not known");
                }
            }
            return new CommandLine(help, file);
        }
    }

    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }
}
