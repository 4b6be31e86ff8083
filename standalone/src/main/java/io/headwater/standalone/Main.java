package io.headwater.standalone;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code ./headwater dev}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** Runs until Ctrl-C; exits with 1 if it cannot start or go on, with 2 after wrong usage. */
    public static void main(String[] arguments) {
        int status = run(arguments);
        if (status >= 0) {
            System.exit(status);
        }
    }

    /** The exit status, or a negative number where only a signal ends the process. */
    private static int run(String[] arguments) {
        DevOptions options = new DevOptions();
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(arguments);
            if (options.help) {
                line.usage(System.err);
                return 0;
            }
            options.validate();
        } catch (ParameterException e) {
            System.err.println("headwater dev: " + e.getMessage());
            line.usage(System.err);
            return WRONG_USAGE;
        }
        try {
            Throwable failure = Dev.run(options).awaitFailure();
            System.err.println("headwater dev: a service had to stop: " + failure.getMessage());
            return FAILED;
        } catch (Dev.StoppedException e) {
            return -1; // the signal decides the status
        } catch (Exception e) {
            System.err.println("headwater dev: " + e.getMessage());
            if (System.getenv("HEADWATER_DEBUG") != null) {
                e.printStackTrace();
            }
            return FAILED;
        }
    }
}
