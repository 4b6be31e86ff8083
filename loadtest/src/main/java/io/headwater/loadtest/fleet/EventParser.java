package io.headwater.loadtest.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one answer of HTTP/1.1 whose body is a stream of events, as its bytes come, whatever the pieces. Keeps no more
 * than the beginning of a line, so that ten thousand of these are cheap. For one thread.
 *
 * <p>The member {@code previous} of a change is searched in the first {@value #KEPT} bytes of its data, where the contract
 * puts it.
 */
final class EventParser {
    private static final int KEPT = 256;
    private static final byte[] PREVIOUS = "\"previous\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final int OK = 200;

    private enum Part {
        HEAD,
        CHUNK_SIZE,
        BODY
    }

    private final Sink sink;
    private final byte[] line = new byte[KEPT];
    private Part part = Part.HEAD;
    private int length;
    private boolean first = true;
    private boolean chunked;
    private long size = -1;
    private long left = Long.MAX_VALUE;
    private String event = "";
    private long id = -1;
    private long previous = -1;
    private boolean data;

    EventParser(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes all that remains in the buffer.
     *
     * @throws IOException if this is no stream of events, or one that has ended
     */
    void take(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            byte each = from.get();
            if (part == Part.CHUNK_SIZE) {
                chunkSize(each);
                continue;
            }
            if (each == '\n') {
                endOfLine();
            } else if (length < KEPT) {
                line[length++] = each;
            }
            if (part == Part.BODY && --left == 0) {
                part = Part.CHUNK_SIZE;
            }
        }
    }

    private void endOfLine() throws IOException {
        if (length > 0 && length < KEPT && line[length - 1] == '\r') {
            length--;
        }
        if (part == Part.HEAD) {
            head();
        } else {
            field();
        }
        length = 0;
    }

    private void head() throws IOException {
        if (length == 0) {
            part = chunked ? Part.CHUNK_SIZE : Part.BODY;
            sink.opened();
            return;
        }
        String text = text(0);
        if (first) {
            first = false;
            if (!text.startsWith("HTTP/1.1 " + OK)) {
                throw new IOException("answered with " + text);
            }
        } else if (text.toLowerCase(Locale.ROOT).replace(" ", "").equals("transfer-encoding:chunked")) {
            chunked = true;
        }
    }

    // A line of the body may go on in the next chunk: what is kept of it must not be touched here.
    private void chunkSize(byte each) throws IOException {
        int digit = Character.digit(each, 16);
        if (digit >= 0) {
            size = Math.max(0, size) * 16 + digit;
        } else if (each == '\n' && size >= 0) {
            if (size == 0) {
                throw new IOException("the stream has ended");
            }
            left = size;
            size = -1;
            part = Part.BODY;
        }
    }

    private void field() throws IOException {
        if (length == 0) {
            if (data) {
                sink.event(event, id, previous);
            }
            event = "";
            previous = -1;
            data = false;
        } else if (starts(ID)) {
            id = Long.parseLong(text(ID.length).strip());
        } else if (starts(EVENT)) {
            event = text(EVENT.length).strip();
        } else if (starts(DATA)) {
            data = true;
            previous = number(PREVIOUS);
        }
    }

    private boolean starts(byte[] with) {
        return found(with, 0);
    }

    private boolean found(byte[] what, int at) {
        if (at + what.length > length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (line[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private long number(byte[] behind) {
        for (int at = 0; at < length; at++) {
            if (found(behind, at)) {
                int next = at + behind.length;
                long number = 0;
                for (; next < length && line[next] >= '0' && line[next] <= '9'; next++) {
                    number = number * 10 + line[next] - '0';
                }
                return number;
            }
        }
        return -1;
    }

    private String text(int from) {
        return new String(line, from, length - from, StandardCharsets.US_ASCII);
    }

    /** Who is told. */
    interface Sink {
        /** The stream has begun. */
        void opened();

        /**
         * One event.
         *
         * @param previous as a change says it, or -1
         */
        void event(String event, long id, long previous);
    }
}
