package io.headwater.loadtest.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Buffered bytes of a socket, without the lock of {@link java.io.BufferedInputStream}. For one thread. */
final class SocketBytes {
    private final InputStream from;
    private final byte[] buffer = new byte[16 << 10];
    private byte[] line = new byte[256];
    private int next;
    private int end;

    SocketBytes(InputStream from) {
        this.from = from;
    }

    /** The next byte. */
    int read() throws IOException {
        if (next == end) {
            fill();
        }
        return buffer[next++] & 0xff;
    }

    private void fill() throws IOException {
        int read = from.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw new EOFException("the other side closed the connection");
        }
        next = 0;
        end = read;
    }

    /** Up to the next line feed, without it and a carriage return before it. */
    String line() throws IOException {
        int length = 0;
        for (int each = read(); each != '\n'; each = read()) {
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) each;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Exactly so many. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int copied = 0;
        while (copied < count) {
            if (next == end) {
                fill();
            }
            int part = Math.min(count - copied, end - next);
            System.arraycopy(buffer, next, bytes, copied, part);
            next += part;
            copied += part;
        }
        return bytes;
    }
}
