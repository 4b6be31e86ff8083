package io.headwater.reader.netty;

/**
 * The head of one HTTP/1.1 request (RFC 9112), read strictly: what is understood here means the same to Jetty, and whatever
 * is unusual is left to it. One object is used again for every request of an event loop, and allocates nothing.
 */
final class RequestHead {
    /** A longer head is left to Jetty, which knows the limits. */
    static final int LONGEST = 8 << 10;

    private static final int LONGEST_BODY_DIGITS = 9;
    private static final int LAST_PORT = 65_535;

    /** What a head turned out to be. */
    enum Kind {
        /** The end has not arrived. */
        INCOMPLETE,
        /** A GET or HEAD without a body of which every part that matters is known. */
        SIMPLE,
        /** A request that is somebody else's, of which is known where it ends. */
        OTHER,
        /** Not even that: what follows on this connection is Jetty's. */
        UNKNOWN
    }

    byte[] bytes = new byte[0];
    /** Bytes of the whole message. */
    long length;

    boolean head;
    boolean close;
    int pathStart;
    int pathEnd;
    /** Where the query begins, behind the question mark; equal to its end if there is none. */
    int queryStart;

    int queryEnd;
    final Field ifNoneMatch = new Field();
    final Field acceptEncoding = new Field();
    final Field lastEventId = new Field();
    final Field epoch = new Field();

    private final Field host = new Field();
    private boolean simple;
    private boolean bodyKnown;
    private boolean lengthSeen;
    private long bodyLength;

    /** Value of a header, without the white space around it. */
    static final class Field {
        int start;
        int end;
        int times;

        boolean present() {
            return times > 0;
        }

        int length() {
            return end - start;
        }

        private void set(int from, int to) {
            start = from;
            end = to;
            times++;
        }
    }

    /**
     * Where a head ends, behind its empty line.
     *
     * @param from what lies before has been looked at already
     * @return 0 if the end is not there; negative if this can be no simple head
     */
    static int end(byte[] bytes, int from, int until) {
        for (int i = from; i < until; i++) {
            int b = bytes[i];
            if (b == '\n') {
                if (i == 0 || bytes[i - 1] != '\r') {
                    return -1;
                }
                if (i >= 3 && bytes[i - 2] == '\n') {
                    return i + 1;
                }
            } else if (b >= 0 && b < ' ' && b != '\r' && b != '\t') {
                return -1;
            }
        }
        return until >= LONGEST ? -1 : 0;
    }

    /**
     * Reads a head.
     *
     * @param end as {@link #end} gave it
     */
    Kind read(byte[] head, int end) {
        reset(head, end);
        int at = requestLine(end);
        if (at < 0) {
            return Kind.UNKNOWN;
        }
        while (head[at] != '\r') {
            at = header(at, end);
            if (at < 0) {
                return Kind.UNKNOWN;
            }
        }
        if (at + 2 != end || !bodyKnown) {
            return Kind.UNKNOWN;
        }
        length = end + bodyLength;
        return simple && host.times == 1 && hostIsPlain() && once() ? Kind.SIMPLE : Kind.OTHER;
    }

    private void reset(byte[] head, int end) {
        bytes = head;
        length = end;
        simple = true;
        bodyKnown = true;
        lengthSeen = false;
        bodyLength = 0;
        close = false;
        host.times = 0;
        ifNoneMatch.times = 0;
        acceptEncoding.times = 0;
        lastEventId.times = 0;
        epoch.times = 0;
    }

    private boolean once() {
        return ifNoneMatch.times <= 1 && acceptEncoding.times <= 1 && lastEventId.times <= 1 && epoch.times <= 1;
    }

    private int requestLine(int end) {
        int at = method(end);
        if (at < 0) {
            return -1;
        }
        pathStart = at;
        while (at < end && Characters.inPath(bytes[at])) {
            at++;
        }
        pathEnd = at;
        queryStart = at;
        if (at < end && bytes[at] == '?') {
            at++;
            queryStart = at;
            while (at < end && Characters.inQuery(bytes[at])) {
                at++;
            }
        }
        queryEnd = at;
        if (at == pathStart || bytes[pathStart] != '/') {
            simple = false;
        }
        while (at < end && bytes[at] > ' ') {
            at++;
            simple = false;
        }
        return version(at, end);
    }

    private int method(int end) {
        int at = 0;
        while (at < end && Characters.inToken(bytes[at])) {
            at++;
        }
        if (at == 0 || at >= end || bytes[at] != ' ') {
            return -1;
        }
        head = at == 4 && is(0, at, "head");
        if (!head && !(at == 3 && is(0, at, "get"))) {
            simple = false;
        }
        // Methods are case-sensitive.
        for (int i = 0; i < at; i++) {
            simple &= bytes[i] >= 'A' && bytes[i] <= 'Z';
        }
        return at + 1;
    }

    private int version(int at, int end) {
        int length = " HTTP/1.1\r\n".length();
        if (at + length > end || !is(at, at + length - 3, " http/1.") || bytes[at + length - 2] != '\r') {
            return -1;
        }
        int minor = bytes[at + length - 3];
        if (minor != '1') {
            simple = false;
        }
        return minor == '1' || minor == '0' ? at + length : -1;
    }

    private int header(int from, int end) {
        int at = from;
        while (at < end && Characters.inToken(bytes[at])) {
            at++;
        }
        if (at == from || bytes[at] != ':') {
            return -1;
        }
        int nameEnd = at;
        at++;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        int start = at;
        while (bytes[at] != '\r') {
            // Bytes above 0x7f are negative here.
            simple &= bytes[at] >= ' ' || bytes[at] == '\t';
            at++;
        }
        if (bytes[at + 1] != '\n') {
            return -1;
        }
        int valueEnd = at;
        while (valueEnd > start && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
            valueEnd--;
        }
        take(from, nameEnd, start, valueEnd);
        return at + 2;
    }

    private void take(int name, int nameEnd, int start, int end) {
        switch (nameEnd - name) {
            case 4 -> takeIf(name, nameEnd, "host", host, start, end);
            case 6 -> {
                if (is(name, nameEnd, "expect")) {
                    bodyKnown = false;
                }
            }
            case 7 -> {
                // Java's client offers HTTP/2 with every request; whoever offers nothing else is answered as if it did
                // not.
                if (is(name, nameEnd, "upgrade") && !is(start, end, "h2c")) {
                    simple = false;
                }
            }
            case 10 -> {
                if (is(name, nameEnd, "connection")) {
                    connection(start, end);
                }
            }
            case 13 -> {
                takeIf(name, nameEnd, "if-none-match", ifNoneMatch, start, end);
                takeIf(name, nameEnd, "last-event-id", lastEventId, start, end);
            }
            case 14 -> {
                if (is(name, nameEnd, "content-length")) {
                    contentLength(start, end);
                }
            }
            case 15 -> {
                takeIf(name, nameEnd, "accept-encoding", acceptEncoding, start, end);
                takeIf(name, nameEnd, "headwater-epoch", epoch, start, end);
            }
            case 17 -> {
                if (is(name, nameEnd, "transfer-encoding")) {
                    bodyKnown = false;
                }
            }
            default -> {}
        }
    }

    private void takeIf(int name, int nameEnd, String expected, Field field, int start, int end) {
        if (is(name, nameEnd, expected)) {
            field.set(start, end);
        }
    }

    private void connection(int start, int end) {
        if (is(start, end, "keep-alive") || is(start, end, "upgrade, http2-settings")) {
            return;
        }
        if (is(start, end, "close")) {
            close = true;
        } else {
            simple = false;
        }
    }

    private void contentLength(int start, int end) {
        simple = false;
        long value = 0;
        boolean digits = end > start && end - start <= LONGEST_BODY_DIGITS && !lengthSeen;
        for (int i = start; i < end; i++) {
            digits &= bytes[i] >= '0' && bytes[i] <= '9';
            value = value * 10 + (bytes[i] - '0');
        }
        lengthSeen = true;
        bodyLength = value;
        bodyKnown &= digits;
    }

    private boolean hostIsPlain() {
        int at = host.start;
        while (at < host.end && Characters.inHostName(bytes[at])) {
            at++;
        }
        if (at == host.start) {
            return false;
        }
        if (at == host.end) {
            return true;
        }
        int port = 0;
        int digits = host.end - at - 1;
        for (int i = at + 1; i < host.end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            port = port * 10 + (bytes[i] - '0');
        }
        return bytes[at] == ':' && digits >= 1 && digits <= 5 && port >= 1 && port <= LAST_PORT;
    }

    /** Whether a part of the head is this text in lower case, whatever its own case. */
    private boolean is(int start, int end, String lower) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            int b = bytes[start + i];
            if (b >= 'A' && b <= 'Z') {
                b |= 0x20;
            }
            if (b != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
