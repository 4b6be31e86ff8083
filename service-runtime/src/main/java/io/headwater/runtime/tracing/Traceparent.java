package io.headwater.runtime.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of W3C Trace Context, level 1.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all zero
 * @param parentId 16 hexadecimal digits in lower case, not all zero
 * @param flags one byte; bit 0 means "sampled"
 */
public record Traceparent(String traceId, String parentId, int flags) {

    /** Name of the header, of HTTP requests and of Kafka records. */
    public static final String HEADER = "traceparent";

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);

    /**
     * Parses a header strictly. A version above 00 may bring more parts at its end, which are ignored, as the standard
     * says; version ff, zero ids and upper case are malformed.
     *
     * @return empty if there is no header or a malformed one
     */
    public static Optional<Traceparent> parse(@Nullable String header) {
        Matcher matcher = TEXT.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1);
        boolean tooLong = version.equals("00") && matcher.group(5) != null;
        if (tooLong
                || version.equals("ff")
                || matcher.group(2).equals(NO_TRACE)
                || matcher.group(3).equals(NO_PARENT)) {
            return Optional.empty();
        }
        int flags = HexFormat.fromHexDigits(matcher.group(4));
        return Optional.of(
                new Traceparent(matcher.group(2), matcher.group(3), version.equals("00") ? flags : flags & 1));
    }

    /** Starts a new trace, which is not sampled. */
    public static Traceparent create(RandomGenerator random) {
        return new Traceparent(hex(random) + hex(random), hex(random), 0);
    }

    /** The same trace, with a parent of our own: what is passed on to others. */
    public Traceparent child(RandomGenerator random) {
        return new Traceparent(traceId, hex(random), flags);
    }

    /** The text of the header, in version 00. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + parentId + "-" + HexFormat.of().toHexDigits((byte) flags);
    }

    private static String hex(RandomGenerator random) {
        return HexFormat.of().toHexDigits(random.nextLong(1, Long.MAX_VALUE));
    }
}
