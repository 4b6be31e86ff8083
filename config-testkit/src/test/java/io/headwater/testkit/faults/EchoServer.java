package io.headwater.testkit.faults;

import io.headwater.embedded.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends every line back, and remembers it. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    EchoServer() {
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(Ports.loopback(), 0));
            Thread.ofVirtual().start(this::acceptAll);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> lines() {
        return lines;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        try (socket;
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException reset) {
            // The test has cut the connection.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
