package io.headwater.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests byte by byte, for what no client library would send. */
final class RawHttp implements AutoCloseable {

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
    }

    /** Sends text as it is, {@code \n} as CR LF. */
    RawHttp send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Everything until the server closes the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String exchange(int port, String request) throws IOException {
        try (RawHttp raw = new RawHttp(port)) {
            return raw.send(request).readAll();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
