package io.headwater.e2e.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to Redis that knows just enough of its protocol (RESP2) to read strings and lists of strings. For one
 * thread.
 */
final class RespConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final DataInputStream in;

    RespConnection(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** The strings of the answer; none for null. */
    List<String> call(String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(utf8("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] bytes = utf8(word);
            command.writeBytes(utf8("$" + bytes.length + "\r\n"));
            command.writeBytes(bytes);
            command.writeBytes(utf8("\r\n"));
        }
        socket.getOutputStream().write(command.toByteArray());
        List<String> answer = new ArrayList<>();
        read(answer);
        return answer;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(List<String> answer) throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> answer.add(rest);
            case '$' -> {
                int length = Integer.parseInt(rest);
                if (length >= 0) {
                    byte[] bytes = new byte[length + 2];
                    in.readFully(bytes);
                    answer.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
                }
            }
            case '*' -> {
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    read(answer);
                }
            }
            default -> throw new IOException("Redis answered " + line);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.write(b);
        }
        in.readByte();
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
