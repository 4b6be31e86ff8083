package io.headwater.reader.netty;

import io.headwater.reader.content.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a read, from the bytes of a request. Whatever is not plainly right, unknown or given twice is left to
 * Javalin, which says what is wrong with it. One object is used again for every request of an event loop.
 */
final class ReadQuery {
    private static final byte[] MIN_REVISION = "min-revision".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMEOUT = "timeout".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WAIT = "wait".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FORMAT = "format".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 18;
    private static final int LONGEST_DURATION = 12;

    private final long longestNanos;

    /** 0 for any. */
    long minRevision;
    /** Negative for not at all. */
    long waitNanos;

    @Nullable Format format;

    private boolean timeoutSeen;

    /** @param longest no request may wait longer */
    ReadQuery(Duration longest) {
        this.longestNanos = longest.toNanos();
    }

    /** Reads the parameters; false if they are not for this. */
    boolean read(byte[] bytes, int start, int end) {
        minRevision = -1;
        waitNanos = -1;
        format = null;
        timeoutSeen = false;
        int at = start;
        while (at < end) {
            int stop = indexOf(bytes, at, end, '&');
            int equals = indexOf(bytes, at, stop, '=');
            if (equals + 1 >= stop || !take(bytes, at, equals, stop)) {
                return false;
            }
            at = stop + 1;
        }
        minRevision = Math.max(0, minRevision);
        return end == start || bytes[end - 1] != '&';
    }

    private boolean take(byte[] bytes, int name, int equals, int stop) {
        int value = equals + 1;
        if (is(bytes, name, equals, MIN_REVISION) && minRevision < 0) {
            minRevision = number(bytes, value, stop);
            return minRevision >= 0;
        }
        if (is(bytes, name, equals, TIMEOUT) && !timeoutSeen) {
            timeoutSeen = true;
            return nanos(bytes, value, stop) >= 0;
        }
        if (is(bytes, name, equals, WAIT) && waitNanos < 0) {
            waitNanos = nanos(bytes, value, stop);
            return waitNanos >= 0;
        }
        if (is(bytes, name, equals, FORMAT) && format == null) {
            String named = new String(bytes, value, stop - value, StandardCharsets.US_ASCII);
            format = Format.named(named).orElse(null);
            return format != null;
        }
        return false;
    }

    /** A duration, or -1 if it is none that is allowed. */
    private long nanos(byte[] bytes, int start, int end) {
        int unit = end;
        while (unit > start && (bytes[unit - 1] < '0' || bytes[unit - 1] > '9')) {
            unit--;
        }
        long count = number(bytes, start, unit);
        if (count < 0 || unit == end || unit - start > LONGEST_DURATION) {
            return -1;
        }
        long each = unit(bytes, unit, end);
        return each > 0 && count <= longestNanos / each ? count * each : -1;
    }

    private static long unit(byte[] bytes, int start, int end) {
        if (end - start == 2 && bytes[start] == 'm' && bytes[start + 1] == 's') {
            return TimeUnit.MILLISECONDS.toNanos(1);
        }
        if (end - start != 1) {
            return -1;
        }
        return switch (bytes[start]) {
            case 's' -> TimeUnit.SECONDS.toNanos(1);
            case 'm' -> TimeUnit.MINUTES.toNanos(1);
            case 'h' -> TimeUnit.HOURS.toNanos(1);
            default -> -1;
        };
    }

    /** A whole number, or -1 if it is none. */
    static long number(byte[] bytes, int start, int end) {
        if (end <= start || end - start > LONGEST_NUMBER) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    private static boolean is(byte[] bytes, int start, int end, byte[] name) {
        return Arrays.equals(bytes, start, end, name, 0, name.length);
    }

    private static int indexOf(byte[] bytes, int from, int end, char wanted) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
