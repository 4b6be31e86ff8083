package io.headwater.reader.netty;

import io.headwater.embedded.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test writes what it likes, and reads answers one by one. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** @param head status line and header lines, in order */
    // Bodies are compared as arrays by those who want that.
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(String status, Map<String, String> headers, byte[] body, String head) {
        int code() {
            return Integer.parseInt(status.split(" ", -1)[1]);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    RawConnection(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBuffer bytes that the kernel takes before anybody reads; 0 for its default */
    RawConnection(int port, int receiveBuffer) throws IOException {
        this.socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(20_000);
        socket.connect(new java.net.InetSocketAddress(Ports.loopback(), port));
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Sends text as it is, {@code \n} as CR LF. */
    RawConnection send(String text) throws IOException {
        return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will be sent. */
    RawConnection endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer, to a HEAD request or another. */
    Answer answer(boolean head) throws IOException {
        StringBuilder text = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        String status = line();
        text.append(status).append('\n');
        for (String line = line(); !line.isEmpty(); line = line()) {
            text.append(line).append('\n');
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = new byte[0];
        if (status.startsWith("HTTP/1.1 100")) {
            return answer(head);
        }
        if (!head && headers.containsKey("content-length")) {
            body = exactly(Integer.parseInt(headers.get("content-length")));
        } else if (!head && "chunked".equals(headers.get("transfer-encoding"))) {
            body = chunks();
        }
        return new Answer(status, headers, body, text.toString());
    }

    Answer answer() throws IOException {
        return answer(false);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(), 16);
            body.write(exactly(length));
            line();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("only " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended in: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** Everything up to the end of the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
