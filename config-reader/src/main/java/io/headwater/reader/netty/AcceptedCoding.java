package io.headwater.reader.netty;

import io.headwater.reader.content.Coding;

/** The best coding that {@code Accept-Encoding} allows (RFC 9110, section 12.5.3), read from the bytes of a request. */
final class AcceptedCoding {
    private AcceptedCoding() {}

    static Coding of(byte[] bytes, int start, int end) {
        boolean named = false;
        boolean gzip = false;
        boolean any = false;
        int at = start;
        while (at <= end) {
            int stop = indexOf(bytes, at, end, ',');
            int semicolon = indexOf(bytes, at, stop, ';');
            int from = skipSpace(bytes, at, semicolon);
            int to = semicolon;
            while (to > from && isSpace(bytes[to - 1])) {
                to--;
            }
            boolean taken = semicolon == stop || !weighsNothing(bytes, semicolon + 1, stop);
            if (to - from == 1 && bytes[from] == '*') {
                any = taken;
            } else if (isGzip(bytes, from, to)) {
                named = true;
                gzip = taken;
            }
            at = stop + 1;
        }
        return (named ? gzip : any) ? Coding.GZIP : Coding.IDENTITY;
    }

    /** Whether the first parameter is {@code q=0}, with at most three more zeros. */
    private static boolean weighsNothing(byte[] bytes, int start, int stop) {
        int to = indexOf(bytes, start, stop, ';');
        int from = skipSpace(bytes, start, to);
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        int length = to - from;
        if (length < 3 || (bytes[from] | 0x20) != 'q' || bytes[from + 1] != '=' || bytes[from + 2] != '0') {
            return false;
        }
        if (length > 7 || (length > 3 && bytes[from + 3] != '.')) {
            return false;
        }
        for (int i = from + 4; i < to; i++) {
            if (bytes[i] != '0') {
                return false;
            }
        }
        return true;
    }

    private static boolean isGzip(byte[] bytes, int from, int to) {
        return to - from == 4
                && (bytes[from] | 0x20) == 'g'
                && (bytes[from + 1] | 0x20) == 'z'
                && (bytes[from + 2] | 0x20) == 'i'
                && (bytes[from + 3] | 0x20) == 'p';
    }

    private static int indexOf(byte[] bytes, int from, int end, char wanted) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
