package io.headwater.loadtest.wrk;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk says about one run.
 *
 * @param requests that were answered
 * @param perSecond answers a second
 * @param p99 99 of 100 answers came within this many milliseconds
 * @param failures answers with a status of 400 or more, and failed connects, reads, writes and time-outs
 */
public record Load(long requests, double perSecond, double p99, long failures) {
    private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s*([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("(?m)^\\s*99%\\s+([0-9.]+)(us|ms|s|m|h)\\s*$");
    private static final Pattern STATUS = Pattern.compile("(?m)^\\s*Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKETS =
            Pattern.compile("(?m)^\\s*Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    /**
     * Reads the output of {@code wrk --latency}.
     *
     * @throws IllegalArgumentException if something is missing
     */
    public static Load parse(String output) {
        Matcher p99 = found(P99, output);
        long failures = 0;
        Matcher status = STATUS.matcher(output);
        if (status.find()) {
            failures += Long.parseLong(status.group(1));
        }
        Matcher sockets = SOCKETS.matcher(output);
        if (sockets.find()) {
            for (int group = 1; group <= sockets.groupCount(); group++) {
                failures += Long.parseLong(sockets.group(group));
            }
        }
        return new Load(
                Long.parseLong(found(REQUESTS, output).group(1)),
                Double.parseDouble(found(RATE, output).group(1)),
                Double.parseDouble(p99.group(1)) * millis(p99.group(2)),
                failures);
    }

    private static Matcher found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalArgumentException("wrk did not say " + pattern + " in:\n" + output);
        }
        return matcher;
    }

    private static double millis(String unit) {
        return switch (unit) {
            case "us" -> 0.001;
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> throw new IllegalArgumentException(String.format(Locale.ROOT, "no unit of time: %s", unit));
        };
    }
}
