package io.headwater.embedded.redis;

import io.headwater.embedded.process.Ports;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One command on a connection of its own, in Redis's inline form, so that starting a server needs no client library. */
final class RedisCall {

    private static final int TIMEOUT_MILLIS = 2_000;

    private RedisCall() {}

    /** The first line of the answer. */
    static String of(int port, String... words) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (line == null) {
                throw new EOFException("Redis closed the connection");
            }
            return line;
        }
    }
}
