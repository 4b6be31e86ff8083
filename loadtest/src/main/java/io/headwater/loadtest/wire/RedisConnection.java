package io.headwater.loadtest.wire;

import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to Redis (RESP2), for looking at what the sink has written. For one thread. */
public final class RedisConnection implements AutoCloseable {
    private final Socket socket;
    private final SocketBytes in;

    /** Connects. */
    public RedisConnection(int port) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(Ports.loopback(), port));
            in = new SocketBytes(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a command and waits for the answer: text, or null for nothing, or a list of answers. */
    public @Nullable Object call(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
        return next();
    }

    /** The text that a command answers with, or null for nothing. */
    public @Nullable String text(String... words) throws IOException {
        return (String) call(words);
    }

    /** Waits for the next answer, or the next message of what was subscribed to. */
    public @Nullable Object next() throws IOException {
        String head = in.line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> rest;
            case '-' -> throw new IOException("Redis answers: " + rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException("not an answer of Redis: " + head);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.bytes(length), StandardCharsets.UTF_8);
        String _ = in.line();
        return text;
    }

    private List<@Nullable Object> list(int count) throws IOException {
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
