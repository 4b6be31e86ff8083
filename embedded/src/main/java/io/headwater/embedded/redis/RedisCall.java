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
        try (Socket socket = connect(port)) {
            return firstLine(send(socket, words));
        }
    }

    /** The text of an answer that is one (RESP's bulk string, in ASCII); the first line of any other. */
    static String text(int port, String... words) throws IOException {
        try (Socket socket = connect(port)) {
            BufferedReader answer = send(socket, words);
            String line = firstLine(answer);
            if (!line.startsWith("$")) {
                return line;
            }
            char[] text = new char[Math.max(0, Integer.parseInt(line.substring(1)))];
            for (int read = 0; read < text.length; ) {
                int more = answer.read(text, read, text.length - read);
                if (more < 0) {
                    throw new EOFException("Redis closed the connection");
                }
                read += more;
            }
            return new String(text);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(Ports.loopback(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static BufferedReader send(Socket socket, String... words) throws IOException {
        socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String firstLine(BufferedReader answer) throws IOException {
        String line = answer.readLine();
        if (line == null) {
            throw new EOFException("Redis closed the connection");
        }
        return line;
    }
}
