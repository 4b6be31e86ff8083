package io.headwater.reader.netty;

import java.util.Arrays;

/**
 * The comparison of {@code If-None-Match} with a tag, on the bytes of a request. It says what {@link
 * io.headwater.reader.content.EntityTags#match} says of the same text.
 */
final class EntityTagList {
    private EntityTagList() {}

    /** @param tag with its quotes */
    static boolean names(byte[] bytes, int start, int end, byte[] tag) {
        if (end - start == 1 && bytes[start] == '*') {
            return true;
        }
        int at = start;
        while (at < end) {
            at = skipSpace(bytes, at, end);
            if (at + 1 < end && bytes[at] == 'W' && bytes[at + 1] == '/') {
                at += 2;
            }
            int close = closingQuote(bytes, at, end);
            if (close < 0) {
                return false;
            }
            int next = skipSpace(bytes, close + 1, end);
            if (next < end && bytes[next] != ',') {
                return false;
            }
            if (Arrays.equals(bytes, at, close + 1, tag, 0, tag.length)) {
                return true;
            }
            at = next + 1;
        }
        return false;
    }

    private static int closingQuote(byte[] bytes, int at, int end) {
        if (at >= end || bytes[at] != '"') {
            return -1;
        }
        for (int i = at + 1; i < end; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            if (bytes[i] <= ' ' || bytes[i] == 0x7f) {
                return -1;
            }
        }
        return -1;
    }

    private static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
