package io.headwater.reader.netty;

import java.nio.charset.StandardCharsets;

/** Which characters may be where, by RFC 9110 and RFC 3986, without those that servers disagree about. */
final class Characters {
    private static final int TOKEN = 1;
    private static final int PATH = 2;
    private static final int QUERY = 4;
    private static final int HOST = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        mark(letters, TOKEN | PATH | QUERY | HOST);
        mark("!#$%&'*+-.^_`|~", TOKEN);
        // No semicolon: it starts a parameter of a segment for some.
        mark("-._~!$&'()*+,=:@%/", PATH);
        mark("-._~=&", QUERY);
        mark("-._", HOST);
    }

    private Characters() {}

    private static void mark(String characters, int kind) {
        for (byte b : characters.getBytes(StandardCharsets.US_ASCII)) {
            KINDS[b] |= (byte) kind;
        }
    }

    static boolean inToken(byte b) {
        return (KINDS[b & 0xff] & TOKEN) != 0;
    }

    static boolean inPath(byte b) {
        return (KINDS[b & 0xff] & PATH) != 0;
    }

    /** What a query of ours needs; whatever else is there is left to others. */
    static boolean inQuery(byte b) {
        return (KINDS[b & 0xff] & QUERY) != 0;
    }

    static boolean inHostName(byte b) {
        return (KINDS[b & 0xff] & HOST) != 0;
    }
}
