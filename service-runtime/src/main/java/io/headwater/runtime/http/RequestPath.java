package io.headwater.runtime.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request, cut at its slashes before anything is decoded, so that a segment may contain an encoded slash.
 * Each segment is percent-decoded once, strictly as UTF-8; {@code +} stays {@code +}.
 */
public final class RequestPath {

    private RequestPath() {}

    /**
     * The decoded segments of a raw path. A slash at the end makes a last, empty segment; {@code /} has none.
     *
     * @param rawPath as in the request line, without the query
     * @throws HeadwaterException {@code MALFORMED_REQUEST} if an escape or its bytes are malformed
     */
    public static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        int start = rawPath.startsWith("/") ? 1 : 0;
        if (start == rawPath.length()) {
            return List.of();
        }
        for (int slash = rawPath.indexOf('/', start); slash >= 0; slash = rawPath.indexOf('/', start)) {
            segments.add(decode(rawPath.substring(start, slash)));
            start = slash + 1;
        }
        segments.add(decode(rawPath.substring(start)));
        return List.copyOf(segments);
    }

    /**
     * Checks that every segment can be decoded, and that none goes up or stays.
     *
     * @throws HeadwaterException {@code MALFORMED_REQUEST} if not
     */
    static void check(String rawPath) {
        for (String segment : segments(rawPath)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw malformed(segment, "is not allowed");
            }
        }
    }

    /**
     * Decodes one segment, or one part of a query.
     *
     * @throws HeadwaterException {@code MALFORMED_REQUEST} if an escape or its bytes are malformed
     */
    public static String decode(String raw) {
        if (raw.chars().allMatch(c -> c != '%' && c < 0x80)) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c >= 0x80) {
                throw malformed(raw, "has a character at " + (i + 1) + " that must be percent-encoded");
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw malformed(raw, "has a % at " + (i + 1) + " that is not followed by two hexadecimal digits");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed(raw, "is not UTF-8 when decoded");
        }
    }

    private static HeadwaterException malformed(String raw, String what) {
        return new HeadwaterException(ErrorCode.MALFORMED_REQUEST, "the path segment \"" + raw + "\" " + what);
    }
}
